import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { settle } from "./fakes.js";
import { withPart } from "../../../web_widget/static/widget/parts.js";
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";

const PART = { words: "her" };

function placeFor(...results) {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const load = async () => {
    const result = results.shift();
    if (result instanceof Error) throw result;
    return result;
  };
  return { place, shown: withPart(place, load, ({ words }) => place.replaceChildren(words), strings) };
}

test("a part is shown when it has come, and the place says that something is on its way", async () => {
  const { place, shown } = placeFor(PART);
  assert.equal(place.getAttribute("aria-busy"), "true");
  await shown;
  assert.deepEqual([place.textContent, place.hasAttribute("aria-busy")], ["her", false]);
});

test("a part that does not come is told with the numbers to ring, and can be asked for again", async () => {
  const { place, shown } = placeFor(new Error("offline"), new Error("offline"), PART);
  await shown;
  const numbers = [...place.querySelectorAll("[role=alert] a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(numbers, ["tel:21494921", "tel:113"]);
  const again = document.activeElement;
  assert.equal(again.textContent, "Prøv igjen");
  again.click();
  await settle();
  assert.equal(place.querySelectorAll("[role=alert]").length, 1);
  document.activeElement.click();
  await settle();
  assert.equal(place.textContent, "her");
});

test("what goes wrong in a part is not taken for a lost network", async () => {
  const place = document.createElement("div");
  const broken = () => {
    throw new Error("broken");
  };
  await assert.rejects(withPart(place, async () => PART, broken, strings), /broken/);
  assert.equal(place.textContent, "");
});
