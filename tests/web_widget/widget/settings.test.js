import assert from "node:assert/strict";
import { mock, test } from "node:test";
import "./page.js";
import { lookCss } from "../../../web_widget/static/widget/look.js";
import { readSettings } from "../../../web_widget/static/widget/settings.js";

function tag(attributes) {
  const element = document.createElement("div");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

test("settings are read from the element, and what it does not say from the script tag", () => {
  const script = tag({ "data-audience": "barn", "data-topic": "okonomi", "data-exit-url": "https://www.yr.no/" });
  assert.deepEqual(readSettings(tag({ "data-audience": "parorende", colour: "#c0f" }), script), {
    audience: "parorende",
    colour: [204, 0, 255],
    topic: "okonomi",
    exitUrl: "https://www.yr.no/",
  });
});

test("a position has a side, and how far from it and from the bottom", () => {
  const at = (position) => readSettings(tag({ "data-position": position })).position;
  assert.deepEqual([at("left"), at("right 8 90")], [{ side: "left", x: 20, y: 20 }, { side: "right", x: 8, y: 90 }]);
});

test("an API's address may be relative, and ends with a slash", () => {
  assert.equal(readSettings(tag({ api: "/veiviser/api/v1" })).api, "https://vertsside.example/veiviser/api/v1/");
});

test("a wrong value is told once, and the default is used", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const wrong = tag({ "data-colour": "rosa", "data-position": "top", "data-audience": "alle", "data-topic": "<b>", "data-api": "javascript:x", "data-exit-url": "http://yr.no" });
  assert.deepEqual([readSettings(wrong), readSettings(wrong)], [{}, {}]);
  assert.equal(warn.mock.callCount(), 6);
  assert.match(warn.mock.calls[0].arguments[0], /data-audience="alle"/);
});

test("an empty setting is none", () => {
  mock.method(console, "warn", () => assert.fail("nothing to warn of"));
  assert.deepEqual(readSettings(tag({ "data-colour": "", "data-topic": "" })), {});
  mock.restoreAll();
});

test("the look says where the button and the conversation stand", () => {
  const css = lookCss({ position: { side: "left", x: 8, y: 90 } });
  assert.match(css, /inset: auto auto max\(90px, env\(safe-area-inset-bottom\)\) max\(8px, env\(safe-area-inset-left\)\) !important/);
  assert.match(css, /\.panel \{ inset: auto auto 90px 8px;/);
  assert.equal(lookCss({}), "");
});
