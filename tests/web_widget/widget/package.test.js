import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../../", import.meta.url);
const WIDGET = new URL("web_widget/static/widget/", ROOT);
const read = (path, base = ROOT) => readFileSync(new URL(path, base), "utf8");
const sources = readdirSync(WIDGET).filter((name) => name.endsWith(".js"));

test("the lock file names no registry and has a checksum for every package", () => {
  const { "": root, ...packages } = JSON.parse(read("package-lock.json")).packages;
  assert.ok(Object.keys(packages).length > 0);
  for (const [name, { resolved, integrity }] of Object.entries(packages)) {
    assert.equal(resolved, undefined, name);
    assert.match(integrity, /^sha512-/, name);
  }
});

test("every dependency is pinned to one version", () => {
  const { devDependencies, dependencies } = JSON.parse(read("package.json"));
  assert.equal(dependencies, undefined);
  for (const version of Object.values(devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
});

test("only the client fetches", () => {
  const fetching = sources.filter((name) => /\bfetch\(|XMLHttpRequest|EventSource\(|sendBeacon/.test(read(name, WIDGET)));
  assert.deepEqual(fetching, ["client.js"]);
});

test("nothing is ever parsed as HTML or run as code, and nothing outlives the tab", () => {
  for (const name of sources) {
    assert.doesNotMatch(read(name, WIDGET), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|localStorage|document\.cookie/, name);
  }
});

test("no page holds inline script or style", () => {
  const templates = new URL("web_widget/templates/", ROOT);
  for (const name of readdirSync(templates, { recursive: true }).filter((path) => path.endsWith(".html"))) {
    assert.doesNotMatch(read(name, templates), /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:/i, name);
  }
});
