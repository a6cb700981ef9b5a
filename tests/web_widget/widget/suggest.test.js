import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import "./page.js";
import { features } from "../../../web_widget/static/widget/strings/features/nb.js";
import { SuggestionBox } from "../../../web_widget/static/widget/suggest.js";

const strings = { ...features, language: "nb" };
const FOUND = [
  { slug: "sykepenger", title: "Sykepenger", section: null, url: "/artikler/sykepenger" },
  { slug: "aap", title: "Arbeidsavklaringspenger", section: "Hvem kan få det?", url: "/artikler/aap" },
];
const arrived = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

function boxIn(tag = "textarea", answer = async () => FOUND) {
  const field = document.createElement(tag);
  const asked = [];
  const chosen = [];
  const passed = [];
  const ask = (text, signal) => {
    asked.push({ text, signal });
    return answer(text);
  };
  const box = new SuggestionBox({ field, ask, choose: ({ slug }) => chosen.push(slug), strings });
  field.addEventListener("keydown", ({ key }) => passed.push(key));
  document.body.replaceChildren(field, box.element);
  field.focus();
  const type = async (text, wait = 300) => {
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new window.Event("input"));
    mock.timers.tick(wait);
    await arrived();
  };
  const press = (key) => field.dispatchEvent(new window.KeyboardEvent("keydown", { key, cancelable: true, bubbles: true }));
  const active = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.firstChild.textContent;
  return { field, box, asked, chosen, passed, type, press, active, options: () => [...box.element.querySelectorAll("[role=option]")] };
}

const window = document.defaultView;

test("articles are suggested once nothing has been typed for a moment, and how many is told", async () => {
  const { box, asked, type, options } = boxIn();
  await type("syke", 200);
  assert.deepEqual(asked, []);
  await type("sykep");
  assert.deepEqual(asked.map(({ text }) => text), ["sykep"]);
  assert.deepEqual(options().map(({ textContent }) => textContent), ["Sykepenger", "ArbeidsavklaringspengerHvem kan få det?"]);
  assert.equal(box.element.querySelector("[role=status]").textContent, "2 forslag. Pil ned for å velge.");
});

test("nothing is asked for two letters, for a long text, or for what may be somebody's number or address", async () => {
  const { asked, type } = boxIn();
  for (const text of ["sy", "   ", "x".repeat(101), "fnr 01017012345", "meg@example.no"]) await type(text);
  assert.deepEqual(asked, []);
});

test("what was asked before is given up when more is typed", async () => {
  let answer;
  const { asked, type, options } = boxIn("textarea", () => new Promise((resolve) => (answer = resolve)));
  await type("syk");
  const late = answer;
  await type("sykehjem");
  late(FOUND);
  await arrived();
  assert.deepEqual([asked[0].signal.aborted, options().length], [true, 0]);
});

test("the arrows choose, and Enter then opens the article instead of sending", async () => {
  const { chosen, passed, type, press, active, options } = boxIn();
  await type("sykep");
  press("ArrowDown");
  assert.equal(active(), "Sykepenger");
  press("ArrowDown");
  press("ArrowDown");
  assert.equal(active(), "Arbeidsavklaringspenger");
  assert.deepEqual(options().map((option) => option.getAttribute("aria-selected")), ["false", "true"]);
  press("Enter");
  assert.deepEqual([chosen, passed], [["aap"], []]);
});

test("Enter sends as ever while no suggestion is chosen, also after going back up to the text", async () => {
  const { box, chosen, passed, type, press, active } = boxIn();
  await type("sykep");
  press("Enter");
  assert.equal(box.isOpen, false);
  await type("sykepe");
  press("ArrowDown");
  press("ArrowUp");
  assert.equal(active(), undefined);
  press("Enter");
  assert.deepEqual([chosen, passed], [[], ["Enter", "Enter"]]);
});

test("in the middle of a text the arrow down moves in the text", async () => {
  const { field, passed, type, press } = boxIn();
  await type("første linje\nandre");
  field.setSelectionRange(2, 2);
  press("ArrowDown");
  assert.deepEqual(passed, ["ArrowDown"]);
});

test("Escape closes the suggestions and nothing else", async () => {
  const { box, passed, type, press } = boxIn();
  await type("sykep");
  press("Escape");
  assert.deepEqual([box.isOpen, passed], [false, []]);
  press("Escape");
  assert.deepEqual(passed, ["Escape"]);
});

test("a press on a suggestion opens it, and the field has the focus when it does", async () => {
  const { chosen, field, type, options } = boxIn();
  await type("sykep");
  options()[1].click();
  assert.deepEqual([chosen, document.activeElement], [["aap"], field]);
});

test("a failed call, or an empty answer, leaves the field as it was", async () => {
  for (const answer of [async () => [], () => Promise.reject(new Error("down"))]) {
    const { box, passed, type, press } = boxIn("textarea", answer);
    await type("sykep");
    press("ArrowDown");
    assert.deepEqual([box.isOpen, passed], [false, ["ArrowDown"]]);
  }
});

test("what comes when the field is left is not shown, and leaving it closes what is", async () => {
  const { box, field, type } = boxIn();
  await type("sykep");
  field.dispatchEvent(new window.FocusEvent("blur"));
  assert.equal(box.isOpen, false);
  await type("sykepe", 100);
  field.blur();
  mock.timers.tick(300);
  await arrived();
  assert.equal(box.isOpen, false);
});

test("a combobox says whether its list is open", async () => {
  const { field, type, press } = boxIn("input");
  field.setAttribute("role", "combobox");
  await type("sykep");
  assert.equal(field.getAttribute("aria-expanded"), "true");
  press("Escape");
  assert.equal(field.getAttribute("aria-expanded"), "false");
});

test("a box that is taken away leaves nothing behind in the field", async () => {
  const { field, box, asked, type } = boxIn();
  box.destroy();
  await type("sykep");
  assert.deepEqual([asked, field.hasAttribute("aria-controls"), box.element.isConnected], [[], false, false]);
});
