import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../../web_widget/", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const sources = readdirSync(new URL("static/console/", ROOT)).filter((name) => name.endsWith(".js"));

test("only api.js asks the server", () => {
  const asking = sources.filter((name) => /(?<!#)\bfetch\(|XMLHttpRequest|new EventSource|sendBeacon/.test(read(`static/console/${name}`)));
  assert.deepEqual(asking, ["api.js"]);
});

test("nothing is ever parsed as HTML or run as code", () => {
  for (const name of sources) {
    assert.doesNotMatch(read(`static/console/${name}`), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/, name);
  }
});

test("what anybody wrote is kept in this tab only", () => {
  const lasting = sources.filter((name) => /localStorage|document\.cookie|indexedDB/.test(read(`static/console/${name}`)));
  assert.deepEqual(lasting, ["attention.js"]); // the choice of sound
});

test("no page of the console holds inline script or style", () => {
  for (const name of readdirSync(new URL("templates/console/", ROOT))) {
    assert.doesNotMatch(read(`templates/console/${name}`), /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:/i, name);
  }
});
