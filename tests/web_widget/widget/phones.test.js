import assert from "node:assert/strict";
import { test } from "node:test";
import { splitPhones, telHref } from "../../../web_widget/static/widget/phones.js";

const phonesIn = (text) => splitPhones(text).filter((part) => part.phone).map((part) => part.phone);

for (const [text, phones] of [
  ["Ring 21 49 49 21.", ["21 49 49 21"]],
  ["Ring 800 33 321, gratis", ["800 33 321"]],
  ["Fra utlandet: +47 21 49 49 21", ["+47 21 49 49 21"]],
  ["113 eller 116 117, barn 116 111", ["113", "116 117", "116 111"]],
  ["(116123)", ["116123"]],
  ["Ring 113!", ["113"]],
  ["legevakten på 116\u00a0117", ["116\u00a0117"]],
  ["Giftinformasjonen: 22 59 13 00", ["22 59 13 00"]],
]) {
  test(`the numbers in «${text}» are found`, () => assert.deepEqual(phonesIn(text), phones));
}

for (const text of [
  "113 kroner per dag",
  "110 prosent",
  "112 000 kr",
  "etter 113 dager",
  "1132 brukere",
  "0,113",
  "paragraf 1-113",
  "i 2026 og 2027",
  "124 028 kroner",
  "fødselsnummer 01019912345",
  "21 49 49 21 00",
  "2026-11-21",
]) {
  test(`«${text}» holds no telephone number`, () => assert.deepEqual(phonesIn(text), []));
}

test("no part of the text is lost", () => {
  const text = "Ring 113 nå, eller 21 49 49 21 i morgen";
  assert.equal(splitPhones(text).map((part) => part.phone ?? part).join(""), text);
});

test("a telephone address holds digits and a leading plus only", () => {
  assert.equal(telHref("+47 21 49 49 21"), "tel:+4721494921");
});
