import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, countOthers, farewell } from "../../../web_widget/static/widget/entries.js";

const message = (id, sender = "adviser") => ({ id, sender, text: id });
const mine = (id) => ({ ...message(`server-${id}`, "user"), client_message_id: id });
const sending = (key) => ({ key, message: { id: null, sender: "user", text: key }, status: "sending" });
const keys = (entries) => entries.map(({ key }) => key);

test("a message is taken in once, however often it comes", () => {
  const entries = [];
  accept(entries, [message("a")]);
  accept(entries, [message("a")], 4);
  assert.deepEqual(keys(entries), ["a"]);
});

test("what the adviser said first comes first, although the user's own message was shown before it", () => {
  const entries = [sending("mine")];
  accept(entries, [message("theirs")], 9);
  accept(entries, [mine("mine")], 10);
  assert.deepEqual(keys(entries), ["theirs", "mine"]);
});

test("what is still on its way stays last while earlier messages get their numbers", () => {
  const entries = [sending("one"), sending("two")];
  accept(entries, [mine("one")], 10);
  assert.deepEqual(keys(entries), ["one", "two"]);
  accept(entries, [message("late")], 9);
  assert.deepEqual(keys(entries), ["late", "one", "two"]);
});

test("messages told in any order end in the server's order", () => {
  const order = ["a", "b", "c", "d", "e"];
  for (let start = 0; start < order.length; start += 1) {
    const entries = [];
    const told = [...order.slice(start), ...order.slice(0, start)].reverse();
    for (const id of told) accept(entries, [message(id)], order.indexOf(id) + 1);
    assert.deepEqual(keys(entries), order);
  }
});

test("the whole conversation, told without numbers, keeps its order", () => {
  const entries = [];
  accept(entries, ["a", "b", "c"].map((id) => message(id)));
  accept(entries, [message("b")], 2);
  accept(entries, [message("d")], 4);
  assert.deepEqual(keys(entries), ["a", "b", "c", "d"]);
});

test("the adviser's part ends with what the system said last", () => {
  const entries = [];
  accept(entries, [message("hei"), message("takk", "user"), message("slutt", "system")]);
  assert.equal(farewell(entries).id, "slutt");
});

test("there is no farewell without an adviser, nor once the user has gone on", () => {
  const entries = [];
  accept(entries, [message("kø", "system")]);
  assert.equal(farewell(entries), null);
  accept(entries, [message("hei"), message("slutt", "system"), message("mer", "user")]);
  assert.equal(farewell(entries), null);
  accept(entries, [message("settes over", "bot"), message("ut av køen", "system")]);
  assert.equal(farewell(entries), null);
});

test("what the user said is no news to the user", () => {
  const entries = [];
  accept(entries, [message("a"), message("b", "user"), message("c", "system")]);
  assert.equal(countOthers(entries), 2);
});
