import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<ul></ul>");
globalThis.document = window.document;
const { reconcile } = await import("../../../web_widget/static/console/lists.js");

const list = document.querySelector("ul");
function draw({ id, text }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.dataset.act = "take";
  button.textContent = `${id} ${text}`;
  item.append(button);
  return item;
}
const show = (...items) => reconcile(list, items, ({ id }) => id, draw);
const texts = () => [...list.children].map((node) => node.textContent);

test("the list follows the items, in their order", () => {
  show({ id: "a", text: 1 }, { id: "b", text: 1 }, { id: "c", text: 1 });
  show({ id: "c", text: 1 }, { id: "a", text: 2 });
  assert.deepEqual(texts(), ["c 1", "a 2"]);
  show({ id: "d", text: 1 }, { id: "a", text: 2 }, { id: "c", text: 1 });
  assert.deepEqual(texts(), ["d 1", "a 2", "c 1"]);
});

test("what is unchanged stays as it is, and what changes keeps the focus", () => {
  show({ id: "a", text: 1 }, { id: "b", text: 1 });
  const [first, second] = list.children;
  second.querySelector("button").focus();
  show({ id: "a", text: 1 }, { id: "b", text: 2 });
  assert.equal(list.children[0], first);
  assert.notEqual(list.children[1], second);
  assert.equal(document.activeElement.textContent, "b 2");
});
