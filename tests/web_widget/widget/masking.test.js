import assert from "node:assert/strict";
import { test } from "node:test";
import { hideIdentityNumbers } from "../../../web_widget/static/widget/masking.js";

const MARK = "[fødselsnr]";

// The same made-up numbers as in tests/web_widget/test_masking.py.
for (const written of [
  "15108695088",
  "151086 95088",
  "151086-95088",
  "15.10.86 95088",
  "15 10 86 950 88",
  "15/10/86 - 95088",
  "١٥١٠٨٦٩٥٠٨٨",
  "１５１０８６９５０８８",
]) {
  test(`an identity number is hidden however it is written: ${written}`, () => {
    assert.equal(hideIdentityNumbers(`Jeg heter Kari, ${written}, og er syk.`), `Jeg heter Kari, ${MARK}, og er syk.`);
  });
}

for (const text of [
  "Ring 21 49 49 21 eller 116 117",
  "Svulsten var 12 mm 01.02.2026, 9 mm 15.03.2026",
  "12345678901",
  "151086950881",
  "15108695077",
  "Jeg er 56 år",
  "",
]) {
  test(`other numbers are left alone: ${text}`, () => assert.equal(hideIdentityNumbers(text), text));
}

test("a number beside others is found", () => {
  assert.equal(hideIdentityNumbers("21494921 15108695088 21494921"), `21494921 ${MARK} 21494921`);
  assert.equal(hideIdentityNumbers("15108695088, 151086 95088"), `${MARK}, ${MARK}`);
});
