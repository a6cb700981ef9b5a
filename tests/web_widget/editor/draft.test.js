import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Draft } from "../../../web_widget/static/editor/draft.js";
import { Kept } from "../../../web_widget/static/editor/kept.js";

class Storage {
  items = new Map();
  getItem = (name) => this.items.get(name) ?? null;
  setItem = (name, value) => this.items.set(name, value);
  removeItem = (name) => this.items.delete(name);
}

function desk({ answers = [] } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const seen = { sent: [], states: [], clashes: [], taken: [] };
  const page = { text: "", revision: 1 };
  const storage = new Storage();
  const draft = new Draft({
    read: () => ({ ...page }),
    send: async (written, options) => {
      seen.sent.push({ ...written, options });
      const answer = answers.shift() ?? { revision: written.revision + 1, saved_at: "nå" };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    show: (state, detail) => seen.states.push([state, detail]),
    clash: (other) => seen.clashes.push(other),
    taken: (answer) => {
      page.revision = answer.revision;
      seen.taken.push(answer);
    },
    store: new Kept("article/x", storage),
  });
  const write = (text) => {
    page.text = text;
    draft.touch();
  };
  return { draft, page, seen, storage, write };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const refusal = (status, problem = {}) => Object.assign(new Error("nei"), { status, problem });

test("what is written is saved two seconds after the last letter, and only once", async () => {
  const { seen, write, draft } = desk();
  write("a");
  mock.timers.tick(1500);
  write("ab");
  mock.timers.tick(1500);
  assert.equal(seen.sent.length, 0);
  mock.timers.tick(500);
  await settle();
  assert.deepEqual(seen.sent.map(({ text }) => text), ["ab"]);
  assert.deepEqual(seen.states.at(-1), ["saved", "nå"]);
  mock.timers.tick(60_000);
  await settle();
  assert.equal(seen.sent.length, 1);
  assert.equal(draft.unsaved, false);
});

test("what is written while a saving is under way is saved after it, on the new revision", async () => {
  const { seen, write } = desk();
  write("a");
  mock.timers.tick(2000);
  write("ab");
  await settle();
  mock.timers.tick(2000);
  await settle();
  assert.deepEqual(seen.sent.map(({ text, revision }) => [text, revision]), [["a", 1], ["ab", 2]]);
});

test("without a network the text stays in the tab and is sent when it is back", async () => {
  const { seen, write, storage } = desk({ answers: [refusal(0)] });
  write("a");
  mock.timers.tick(2000);
  await settle();
  assert.equal(seen.states.at(-1)[0], "failed");
  assert.equal(JSON.parse(storage.getItem("redaksjon/article/x")).text, "a");
  mock.timers.tick(5000);
  await settle();
  assert.equal(seen.states.at(-1)[0], "saved");
  assert.equal(storage.getItem("redaksjon/article/x"), null);
});

test("a text that the server refuses is not sent again and again", async () => {
  const { seen, write, storage } = desk({ answers: [refusal(413)] });
  write("a");
  mock.timers.tick(2000);
  await settle();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(seen.sent.length, 1);
  assert.ok(storage.getItem("redaksjon/article/x"));
});

test("somebody else's change stops the saving until the editor has chosen", async () => {
  const other = { author_name: "Ola", revision: 7 };
  const { draft, page, seen, write } = desk({ answers: [refusal(409, { code: "conflict", draft: other })] });
  write("min");
  mock.timers.tick(2000);
  await settle();
  assert.deepEqual(seen.clashes, [other]);
  write("min mer");
  mock.timers.tick(60_000);
  await settle();
  assert.equal(seen.sent.length, 1);
  page.revision = 7;
  draft.resume();
  mock.timers.tick(2000);
  await settle();
  assert.deepEqual(seen.sent.at(-1), { text: "min mer", revision: 7, options: undefined });
});

test("a tab that is closed sends what is left, when it is small enough for that", async () => {
  const { draft, seen, write, storage } = desk();
  write("a");
  draft.leave();
  assert.deepEqual(seen.sent.at(-1).options, { keepalive: true });
  write("x".repeat(200_000));
  draft.leave();
  assert.equal(seen.sent.length, 1);
  assert.equal(draft.fits(), false);
  assert.equal(JSON.parse(storage.getItem("redaksjon/article/x")).text.length, 200_000);
});

test("a decision waits until what is under way and what came after it is saved", async () => {
  const { draft, seen, write } = desk();
  write("a");
  const first = draft.save();
  write("ab");
  assert.ok(draft.busy);
  await draft.flush();
  await first;
  assert.deepEqual(seen.sent.map(({ text }) => text), ["a", "ab"]);
  assert.equal(draft.busy, false);
});

test("a page out of sight is saved at once and goes on from the new revision", async () => {
  const { draft, seen, write } = desk();
  write("a");
  await draft.hide();
  write("ab");
  await draft.flush();
  assert.deepEqual(seen.sent.map(({ text, revision, options }) => [text, revision, options?.keepalive]), [["a", 1, true], ["ab", 2, undefined]]);
});

test("a full storage does not stop the writing", () => {
  const kept = new Kept("x", { setItem: () => { throw new Error("full"); }, getItem: () => "{", removeItem: () => {} });
  kept.keep({ text: "a" });
  assert.equal(kept.get(), null);
});
