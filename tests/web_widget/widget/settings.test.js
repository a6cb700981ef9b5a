import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { lookCss } from "../../../web_widget/static/widget/look.js";
import { readSettings } from "../../../web_widget/static/widget/settings.js";

const from = (attributes) => (name) => attributes[name] ?? null;

test("what the page wants of the conversation is read", () => {
  const wanted = { lang: "nn-NO", audience: "barn", topic: "barn-og-parorende", "exit-url": "https://www.yr.no/", api: "/veiviser/api/v1" };
  assert.deepEqual(readSettings(from(wanted)), {
    lang: "nn-NO",
    audience: "barn",
    topic: "barn-og-parorende",
    exitUrl: "https://www.yr.no/",
    api: "https://vertsside.example/veiviser/api/v1/",
  });
});

test("a wrong value is told once, and the default is used", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const wrong = from({ lang: "tlh", audience: "alle", topic: "<b>", api: "javascript:x", "exit-url": "http://yr.no", colour: "rosa", position: "top" });
  assert.deepEqual([readSettings(wrong), readSettings(wrong)], [{}, {}]);
  assert.deepEqual([lookCss(wrong), lookCss(wrong)], ["", ""]);
  assert.equal(warn.mock.callCount(), 7);
  assert.ok(warn.mock.calls.some(({ arguments: [words] }) => words.includes('data-audience="alle"')));
});

test("an empty setting is none, and is not told", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  assert.deepEqual([readSettings(from({ topic: "", audience: " " })), lookCss(from({ colour: "" }))], [{}, ""]);
  assert.equal(warn.mock.callCount(), 0);
});

test("the look says where the button and the conversation stand", () => {
  const css = lookCss(from({ position: "left 8 90" }));
  assert.match(css, /inset: auto auto max\(90px, env\(safe-area-inset-bottom\)\) max\(8px, env\(safe-area-inset-left\)\) !important/);
  assert.match(css, /\.panel \{ inset: auto auto 90px 8px;/);
  assert.match(lookCss(from({ position: "right" })), /\.panel \{ inset: auto 20px 20px auto;/);
});

test("a place too far away is not taken", (t) => {
  t.mock.method(console, "warn", () => {});
  assert.equal(lookCss(from({ position: "left 500" })), "");
});
