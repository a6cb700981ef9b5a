import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../web_widget/static/widget/store.js";

function memory(initial = {}) {
  const items = new Map(Object.entries(initial));
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), items };
}

test("what one page saves the next page of the tab finds", () => {
  const storage = memory();
  new Store(storage).update({ id: "c1", token: "hemmelig", draft: "halvferdig" });
  const { id, token, draft } = new Store(storage).state;
  assert.deepEqual([id, token, draft], ["c1", "hemmelig", "halvferdig"]);
});

test("forgetting a conversation keeps what the user wrote and nobody answered", () => {
  const store = new Store(memory());
  store.update({ id: "c1", token: "t", draft: "utkast", open: true, pending: [{ text: "x" }], rated: ["m1"] });
  store.forget();
  const { id, token, draft, open, pending, rated } = store.state;
  assert.deepEqual({ id, token, draft, open, pending, rated }, { id: null, token: null, draft: "utkast", open: true, pending: [{ text: "x" }], rated: [] });
});

for (const broken of ["{", "null", "[1]", '"tekst"', "7"]) {
  test(`a saved ${broken} is taken for an empty memory`, () => {
    const store = new Store(memory({ "kreft-chat": broken }));
    assert.equal(store.state.id, null);
    assert.deepEqual(store.state.pending, []);
  });
}

test("a page without storage still remembers while it is open", () => {
  const store = new Store(null);
  store.update({ draft: "her" });
  assert.equal(store.state.draft, "her");
});

test("a full storage costs nothing but the memory", () => {
  const full = { getItem: () => null, setItem: () => { throw new DOMException("full", "QuotaExceededError"); } };
  const store = new Store(full);
  store.update({ draft: "her" });
  assert.equal(store.state.draft, "her");
});

test("what another page of the tab wrote is taken over when it is read again", () => {
  const storage = memory();
  const here = new Store(storage);
  here.update({ id: "c1", draft: "herfra" });
  new Store(storage).update({ draft: "derfra" });
  assert.equal(here.state.draft, "herfra");
  here.reread();
  assert.deepEqual([here.state.id, here.state.draft], ["c1", "derfra"]);
});

test("forgetting a conversation keeps what was chosen for the tab", () => {
  const store = new Store(memory());
  assert.deepEqual([store.state.suggest, store.state.exit], [true, false]);
  store.update({ suggest: false, exit: true });
  store.forget();
  assert.deepEqual([store.state.suggest, store.state.exit], [false, true]);
});

test("wiping leaves nothing of any part of the widget in the tab, and nothing of the page's own is touched", () => {
  const kept = { "kreft-chat": '{"id": "c1"}', "kreft-chat-list": "[]", theirs: "1" };
  const storage = Object.defineProperties(kept, {
    getItem: { value: (key) => kept[key] ?? null },
    setItem: { value: (key, value) => (kept[key] = value) },
    removeItem: { value: (key) => delete kept[key] },
  });
  const store = new Store(storage);
  store.wipe({ draft: "utkast" });
  assert.deepEqual([{ ...kept }, store.state.id, store.state.draft], [{ theirs: "1" }, null, "utkast"]);
});
