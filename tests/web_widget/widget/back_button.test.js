import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { BackButton } from "../../../web_widget/static/widget/back_button.js";

const rest = () => new Promise((resolve) => setTimeout(resolve, 100));

/** A page with a router that has put a state of its own there, and hears of every step in the history. */
function page(state = { idx: 3 }) {
  const { window } = new JSDOM("", { url: "https://vertsside.example/om-oss" });
  for (const name of ["history", "History", "addEventListener", "removeEventListener"]) {
    globalThis[name] = typeof window[name] === "function" && name !== "History" ? window[name].bind(window) : window[name];
  }
  window.history.replaceState(state, "");
  const heard = [];
  window.history.pushState = () => heard.push("pushState");
  const back = new BackButton();
  back.start();
  window.addEventListener("popstate", (event) => heard.push(event.state));
  const closed = [];
  const opened = (name) => {
    const close = () => closed.push(name);
    back.add(close);
    return close;
  };
  return { window, back, heard, closed, opened };
}

test("back closes what was opened last, and the page's router hears nothing", async () => {
  const { window, opened, closed, heard } = page();
  opened("panel");
  opened("view");
  window.history.back();
  await rest();
  assert.deepEqual(closed, ["view"]);
  window.history.back();
  await rest();
  assert.deepEqual([closed, heard, window.history.state], [["view", "panel"], [], { idx: 3 }]);
});

test("what is closed by its own button leaves no entry behind, and is not closed twice", async () => {
  const { window, back, opened, closed, heard } = page();
  const panel = opened("panel");
  opened("view");
  back.remove(panel);
  await rest();
  assert.deepEqual([closed, heard, window.history.state], [[], [], { idx: 3 }]);
});

test("what is opened while an entry is taken back has its own", async () => {
  const { window, back, opened, closed } = page();
  back.remove(opened("first"));
  opened("second");
  await rest();
  assert.deepEqual([closed, window.history.state.kreftChat], [[], 1]);
  window.history.back();
  await rest();
  assert.deepEqual(closed, ["second"]);
});

test("a step of the page's own is the page's", async () => {
  const { window, back, opened, heard } = page();
  back.remove(opened("panel"));
  await rest();
  window.History.prototype.pushState.call(window.history, { idx: 4 }, "");
  window.history.back();
  await rest();
  assert.deepEqual(heard, [{ idx: 3 }]);
});

test("an entry that is still there after a reload is used again", () => {
  const { window, opened } = page({ idx: 3, kreftChat: 1 });
  const before = window.history.length;
  opened("panel");
  assert.equal(window.history.length, before);
});

test("a state that can't carry the mark is left alone", () => {
  const { window, opened } = page("et ord");
  opened("panel");
  assert.equal(window.history.state, "et ord");
});

test("nothing is put in the history where there is no phone", () => {
  const { window, back, opened } = page();
  back.stop();
  opened("panel");
  assert.deepEqual(window.history.state, { idx: 3 });
});
