import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { el } from "../../../web_widget/static/widget/dom.js";
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";
import { Views } from "../../../web_widget/static/widget/views.js";

function placed() {
  const told = [];
  const fallback = el("div", { tabindex: "-1" });
  const opener = el("button", {}, "Les mer");
  const back = { add: () => told.push("entry"), remove: () => told.push("no entry") };
  const views = new Views({ strings, cover: (covered) => told.push(covered), back, fallback: () => fallback.focus() });
  document.body.replaceChildren(opener, fallback, views.element);
  opener.focus();
  return { views, told, opener, fallback };
}

const article = () => el("p", {}, "Artikkelen");

test("a view has a heading that takes the focus, names it, and covers the conversation", () => {
  const { views, told } = placed();
  views.open({ title: "Sykepenger", node: article() });
  const heading = views.element.querySelector("h3");
  assert.deepEqual([document.activeElement, heading.textContent, told], [heading, "Sykepenger", ["entry", true]]);
  assert.equal(views.element.getAttribute("aria-labelledby"), heading.id);
  assert.match(views.element.textContent, /Tilbake til samtalen.*Artikkelen/);
});

test("the way back gives the focus to who opened it, and tells the owner", () => {
  const { views, told, opener } = placed();
  let closed = 0;
  views.open({ title: "Sykepenger", node: article(), onClose: () => (closed += 1) });
  views.element.querySelector("button").click();
  assert.deepEqual([document.activeElement, closed, views.isOpen, views.element.hidden], [opener, 1, false, true]);
  assert.deepEqual(told, ["entry", true, "no entry", false]);
});

test("the focus is not lost with an opener that is gone", () => {
  const { views, opener, fallback } = placed();
  views.open({ title: "Sykepenger", node: article() });
  opener.remove();
  views.close();
  assert.equal(document.activeElement, fallback);
});

test("there is one view at a time, and one entry in the history for it", () => {
  const { views, told, opener } = placed();
  const closed = [];
  views.open({ title: "Sykepenger", node: article(), onClose: () => closed.push("first") });
  views.open({ title: "AAP", node: el("p", {}, "Den andre"), onClose: () => closed.push("second") });
  assert.deepEqual(closed, ["first"]);
  assert.doesNotMatch(views.element.textContent, /Artikkelen/);
  views.close();
  views.close();
  assert.deepEqual([closed, document.activeElement], [["first", "second"], opener]);
  assert.equal(told.filter((each) => each === "entry").length, 1);
});

test("what comes in the conversation is told above the view, politely", () => {
  const { views } = placed();
  views.tell("Ny melding");
  assert.doesNotMatch(views.element.textContent, /Ny melding/);
  views.open({ title: "Sykepenger", node: article() });
  views.tell("Ny melding");
  assert.equal(views.element.querySelector('[role="status"]').textContent, "Ny melding");
});
