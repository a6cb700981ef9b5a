import assert from "node:assert/strict";
import { test } from "node:test";
import { SITE } from "./page.js";
import { FakeServer, conversationWith, settle } from "./fakes.js";
import { Menu } from "../../../web_widget/static/widget/menu.js";
import "../../../web_widget/static/widget/menu_acts.js"; // there already, so that nothing has to be waited for
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";

async function opened(server = new FakeServer()) {
  const conversation = conversationWith(server);
  await conversation.begin();
  const menu = new Menu({ conversation, strings, site: SITE });
  document.body.replaceChildren(menu.button, menu.element);
  menu.button.click();
  await settle();
  const press = async (words) => {
    [...menu.element.querySelectorAll("button")].find(({ textContent }) => textContent === words).click();
    await settle();
  };
  const fill = (name, value) => (menu.element.querySelector(`[name="${name}"]`).value = value);
  return { conversation, server, menu, press, fill, text: () => menu.element.querySelector("form")?.textContent ?? "" };
}

test("the menu says whether it is open, takes the focus, and gives the focus back when something is closed", async () => {
  const { menu, press } = await opened();
  assert.deepEqual([menu.button.getAttribute("aria-expanded"), document.activeElement.textContent], ["true", "Last ned samtalen"]);
  await press("Slett samtalen nå");
  await press("Behold den");
  assert.deepEqual([menu.isOpen, document.activeElement], [false, menu.button]);
});

test("deleting asks first", async () => {
  const { server, press, text } = await opened();
  await press("Slett samtalen nå");
  assert.match(text(), /Slette hele samtalen\?/);
  assert.equal(server.removed, 0);
  await press("Slett samtalen");
  assert.equal(server.removed, 1);
});

test("a deletion that fails is told where it was asked for", async () => {
  const { server, press, text } = await opened();
  await press("Slett samtalen nå");
  server.failures = [{ status: 503 }];
  await press("Slett samtalen");
  assert.match(text(), /lot seg ikke slette/);
});

test("a telephone number is left with consent, and the receipt is shown", async () => {
  const { server, press, fill, text } = await opened();
  await press("Bli kontaktet");
  assert.equal(document.activeElement.name, "how");
  fill("how", " 21 49 49 21 ");
  fill("when", "i morgen");
  document.querySelector('[name="consent"]').checked = true;
  await press("Send");
  assert.deepEqual(server.calls, [{ phone: "21 49 49 21", when: "i morgen", consent: true }]);
  assert.match(text(), /Kvittering: K7-M2/);
});

test("an e-mail address is left as one", async () => {
  const { server, press, fill } = await opened();
  await press("Bli kontaktet");
  fill("how", "a@example.no");
  document.querySelector('[name="consent"]').checked = true;
  await press("Send");
  assert.equal(server.calls[0].email, "a@example.no");
});

test("nothing is left without consent", async () => {
  const { server, press, fill } = await opened();
  await press("Bli kontaktet");
  fill("how", "21 49 49 21");
  await press("Send");
  assert.deepEqual(server.calls, []);
});

test("a number that does not fit can be mended", async () => {
  const { server, press, fill, text } = await opened();
  await press("Bli kontaktet");
  fill("how", "12");
  document.querySelector('[name="consent"]').checked = true;
  server.failures = [{ status: 422, detail: "phone: …" }];
  await press("Send");
  assert.match(text(), /Skriv et telefonnummer eller en e-postadresse/);
  assert.equal(document.querySelector('[name="how"]').value, "12");
});

test("who has asked to be called sees the receipt again", async () => {
  const { conversation, press, text } = await opened();
  await conversation.askForCall({ phone: "21494921" });
  await press("Bli kontaktet");
  assert.match(text(), /K7-M2/);
});

test("the return code is made when it is asked for, and not before", async () => {
  const { press, text } = await opened();
  assert.doesNotMatch(document.body.textContent, /bjørk/);
  await press("Fortsett på en annen enhet");
  assert.match(text(), /bjørk elg fjord gran hegg/);
});

test("a code that can't be made is told", async () => {
  const { server, menu, press } = await opened();
  server.failures = [{ status: 0 }];
  await press("Fortsett på en annen enhet");
  assert.match(menu.element.textContent, /21 49 49 21/);
});

test("a code brings back the conversation, after saying that this one goes", async () => {
  const { conversation, server, menu, press, fill, text } = await opened();
  await press("Fortsett en samtale med kode");
  assert.match(text(), /blir byttet ut/);
  fill("code", "bjørk elg fjord gran hegg");
  await press("Fortsett");
  assert.deepEqual(server.calls, ["bjørk elg fjord gran hegg"]);
  assert.deepEqual([conversation.entries.at(-1).message.text, menu.isOpen], ["fra telefonen", false]);
});

test("a wrong code is told and can be mended", async () => {
  const { server, press, fill, text } = await opened();
  await press("Fortsett en samtale med kode");
  fill("code", "feil");
  server.failures = [{ status: 404, detail: "Det du leter etter, finnes ikke her." }];
  await press("Fortsett");
  assert.match(text(), /Koden stemmer ikke/);
});

test("too many codes are met with the server's words", async () => {
  const { server, press, fill, text } = await opened();
  await press("Fortsett en samtale med kode");
  fill("code", "feil");
  server.failures = [{ status: 429, detail: "Vent litt." }];
  await press("Fortsett");
  assert.match(text(), /Vent litt\./);
});

test("every field has a name", async () => {
  const { press } = await opened();
  await press("Bli kontaktet");
  for (const input of document.querySelectorAll("input")) assert.ok(input.labels[0].textContent.trim(), input.name);
});
