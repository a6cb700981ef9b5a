import assert from "node:assert/strict";
import { test } from "node:test";
import "../widget/page.js";

const { pendingNode } = await import("../../../web_widget/static/console/entries.js");

const note = (item) => pendingNode({ text: "Hei", status: "failed", problem: "Meldingen er for lang.", ...item }, {}).querySelector(".delivery").textContent;

test("without contact the adviser learns that it is tried again, and what else they can do", () => {
  const text = note({ reason: "contact" });
  assert.match(text, /Vi prøver igjen av oss selv/);
  assert.match(text, /prøve igjen nå, rette på teksten eller fjerne/);
});

test("signed out the adviser learns what to do first", () => {
  assert.match(note({ reason: "out" }), /Logg inn igjen/);
});

test("a refused message is said to need the adviser, with the reason", () => {
  const text = note({ reason: "refused" });
  assert.match(text, /Meldingen er for lang\. Meldingen blir ikke sendt av seg selv/);
});
