import assert from "node:assert/strict";
import { test } from "node:test";
import { SITE } from "./page.js";
import { FakeServer, conversationWith, memory, settle } from "./fakes.js";
import { Features } from "../../../web_widget/static/widget/features.js";
import { exitAddress, quickExit } from "../../../web_widget/static/widget/quick_exit.js";
import { Store } from "../../../web_widget/static/widget/store.js";
import { features as words } from "../../../web_widget/static/widget/strings/features/nb.js";
import { chat } from "../../../web_widget/static/widget/strings/nb.js";
import { whoIsWriting } from "../../../web_widget/static/widget/who.js";

const strings = { ...chat, ...words };
const window = document.defaultView;
globalThis.addEventListener = window.addEventListener.bind(window);
globalThis.removeEventListener = window.removeEventListener.bind(window);

function withLink(href, attributes = {}) {
  const conversation = conversationWith(new FakeServer());
  const opened = [];
  const views = { open: async ({ title }) => opened.push(title) };
  const aside = document.createElement("div");
  const features = new Features({ conversation, store: new Store(memory()), strings, site: SITE, views, aside });
  const link = Object.assign(document.createElement("a"), { href, textContent: "Sykepenger" });
  Object.assign(link.dataset, attributes);
  document.body.replaceChildren(link);
  document.body.onclick = (event) => features.follow(event);
  const press = (how = {}) => {
    const event = new window.MouseEvent("click", { bubbles: true, cancelable: true, ...how });
    link.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { press, opened };
}

test("a link to an article of ours is opened inside", async () => {
  const { press, opened } = withLink(`${SITE}artikler/sykepenger#hvor-lenge`);
  assert.equal(press(), true);
  await settle();
  assert.deepEqual(opened, ["Sykepenger"]);
});

for (const href of [`${SITE}artikler`, `${SITE}artikler/a/b`, "https://elsewhere.example/artikler/sykepenger", "tel:113", `${SITE}personvern`]) {
  test(`a link to ${href} is left alone`, () => {
    assert.equal(withLink(href).press(), false);
  });
}

test("who wants the page itself gets it", () => {
  const { press } = withLink(`${SITE}artikler/sykepenger`);
  for (const how of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }]) assert.equal(press(how), false);
  assert.equal(withLink(`${SITE}artikler/sykepenger`, { page: "" }).press(), false);
});

function asked(current) {
  const said = [];
  const node = whoIsWriting({ strings, current, choose: (choice) => said.push(choice), skip: () => said.push("skipped") });
  document.body.replaceChildren(node);
  const press = (name) => [...node.querySelectorAll("button")].find(({ textContent }) => textContent === name).click();
  return { node, said, press };
}

test("who is writing is said with the payload that the bot knows", () => {
  const { said, press } = asked(null);
  press("Jeg er barn eller ungdom");
  assert.deepEqual(said, [{ title: "Jeg er barn eller ungdom", payload: '/choose_audience{"audience":"barn"}' }]);
});

test("it can be left out, and what was said before is marked", () => {
  const { node, said, press } = asked("etterlatt");
  press("Hopp over");
  assert.deepEqual(said, ["skipped"]);
  assert.equal(node.querySelector("[aria-pressed=true]").textContent, "Jeg har mistet noen");
});

function hidden() {
  let left = 0;
  const exit = quickExit({ strings, leave: () => (left += 1) });
  const press = (key, at) => {
    const event = new window.KeyboardEvent("keydown", { key });
    Object.defineProperty(event, "timeStamp", { value: at });
    window.dispatchEvent(event);
  };
  return { exit, press, left: () => left };
}

test("the button leaves at once, and three quick presses of Escape do too", () => {
  const { exit, press, left } = hidden();
  exit.button.click();
  for (const at of [100, 400, 700]) press("Escape", at);
  assert.equal(left(), 2);
  exit.stop();
});

test("slow presses, other keys and a button that is gone leave nothing", () => {
  const { exit, press, left } = hidden();
  for (const at of [0, 1_500, 3_000, 4_500]) press("Escape", at);
  for (const at of [9_000, 9_100, 9_200]) press("Enter", at);
  exit.stop();
  for (const at of [20_000, 20_100, 20_200]) press("Escape", at);
  assert.equal(left(), 0);
});

test("the page to leave for is the site's own choice, if that is a page", () => {
  assert.equal(exitAddress("https://vaer.example/oslo"), "https://vaer.example/oslo");
  for (const wrong of [undefined, "", "javascript:alert(1)", "data:text/html,x", "ikke en adresse"]) assert.equal(exitAddress(wrong), "https://www.yr.no/");
});
