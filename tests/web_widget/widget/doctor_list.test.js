import assert from "node:assert/strict";
import { test } from "node:test";
import { memory } from "./fakes.js";
import { DoctorList, LIST_KEY } from "../../../web_widget/static/widget/doctor_list.js";

const texts = (list) => list.items.map(({ text }) => text);

function listOf(...words) {
  const list = new DoctorList(memory());
  for (const text of words) list.add({ kind: "question", text });
  return list;
}

test("what is collected is there after a reload, in its order and with where it is from", () => {
  const storage = memory();
  const list = new DoctorList(storage);
  list.add({ kind: "note", text: "Sov dårlig" });
  list.add({ kind: "passage", text: "**Inntil ett år.**", article: { slug: "sykepenger", title: "Sykepenger" } });
  const [note, passage] = new DoctorList(storage).items;
  assert.deepEqual([note.text, passage.article.slug], ["Sov dårlig", "sykepenger"]);
});

test("the same is collected once, and a question may say what a note says", () => {
  const list = listOf("Hvorfor?", "Hvorfor?");
  list.add({ kind: "note", text: "Hvorfor?" });
  assert.deepEqual(texts(list), ["Hvorfor?", "Hvorfor?"]);
  assert.deepEqual([list.has("note", "Hvorfor?"), list.has("check", "Hvorfor?")], [true, false]);
});

test("something is moved, but not past the ends", () => {
  const list = listOf("a", "b", "c");
  const [first] = list.items;
  assert.equal(list.move(first.id, 1), 1);
  assert.deepEqual(texts(list), ["b", "a", "c"]);
  assert.equal(list.move(first.id, 5), 2);
  assert.equal(list.move(first.id, -9), 0);
  assert.deepEqual(texts(list), ["a", "b", "c"]);
});

test("something is taken away by itself, by what it says, or with all the rest", () => {
  const list = listOf("a", "b", "c");
  list.remove(list.items[1].id);
  assert.deepEqual(texts(list), ["a", "c"]);
  list.drop("check", "a");
  list.drop("question", "a");
  assert.deepEqual(texts(list), ["c"]);
  list.clear();
  assert.deepEqual(texts(list), []);
});

test("every change is told", () => {
  const list = new DoctorList(memory());
  let changes = 0;
  list.addEventListener("change", () => (changes += 1));
  list.add({ kind: "check", text: "penn" });
  list.move(list.items[0].id, 1);
  list.clear();
  assert.equal(changes, 3);
});

for (const broken of ["{", "null", "7", '{"a": 1}', '[null, 3, {"id": "1"}]', '[{"id": "1", "kind": "script", "text": "x"}]']) {
  test(`a saved ${broken} is taken for an empty list`, () => {
    const storage = memory();
    storage.setItem(LIST_KEY, broken);
    assert.deepEqual(new DoctorList(storage).items, []);
  });
}

test("without a storage the list is still there while the page is", () => {
  const list = new DoctorList(null);
  list.add({ kind: "note", text: "her" });
  assert.deepEqual(texts(list), ["her"]);
});
