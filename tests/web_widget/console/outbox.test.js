import assert from "node:assert/strict";
import { test } from "node:test";
import { CallError } from "../../../web_widget/static/console/api.js";
import { Outbox } from "../../../web_widget/static/console/outbox.js";

class Storage {
  #kept = new Map();
  getItem(key) {
    return this.#kept.get(key) ?? null;
  }
  setItem(key, value) {
    this.#kept.set(key, value);
  }
}

function outbox(send, storage = new Storage()) {
  const sent = [];
  const later = [];
  const box = new Outbox({ changed: () => {}, sent: (id, message) => sent.push(message), send, storage, pauses: [1, 1], later: (act) => later.push(act) });
  return { box, sent, storage, later };
}

test("messages are sent one at a time, in the order they were written", async () => {
  const order = [];
  const { box } = outbox(async (_, { text }) => {
    order.push(`begin ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(`end ${text}`);
  });
  const all = box.add("a", { text: "en" });
  box.add("a", { text: "to" });
  await all;
  assert.deepEqual(order, ["begin en", "end en", "begin to", "end to"]);
});

test("a message that found nobody is sent again under the same id", async () => {
  const ids = [];
  const { box, sent } = outbox(async (_, { client_message_id: id }) => {
    ids.push(id);
    if (ids.length < 3) throw new CallError(0);
    return { id: "m" };
  });
  await box.add("a", { text: "en" });
  assert.equal(new Set(ids).size, 1);
  assert.equal(ids.length, 3);
  assert.deepEqual(sent, [{ id: "m" }]);
  assert.deepEqual(box.of("a"), []);
});

test("a message that found nobody for long is sent by itself when there is contact", async () => {
  let isDown = true;
  const { box, sent, later } = outbox(async () => {
    if (isDown) throw new CallError(503);
    return { id: "m" };
  });
  await box.add("a", { text: "en" });
  assert.deepEqual([box.of("a")[0].status, box.of("a")[0].reason], ["failed", "contact"]);
  isDown = false;
  await later[0]();
  assert.deepEqual(sent, [{ id: "m" }]);
});

test("a message that was taken back is not sent by itself", async () => {
  const { box, sent, later } = outbox(async () => {
    throw new CallError(0);
  });
  await box.add("a", { text: "en" });
  box.remove("a", box.of("a")[0].client_message_id);
  await later[0]();
  assert.deepEqual([box.of("a"), sent], [[], []]);
});

test("of a session that has ended the adviser is told so", async () => {
  const { box, later } = outbox(async () => {
    throw new CallError(401);
  });
  await box.add("a", { text: "en" });
  assert.equal(box.of("a")[0].reason, "out");
  assert.deepEqual(later, []);
});

test("a message that is refused is marked and not sent again by itself", async () => {
  let tries = 0;
  const { box, later } = outbox(async () => {
    tries += 1;
    throw new CallError(409, { detail: "Ola har den nå." });
  });
  await box.add("a", { text: "en" });
  assert.equal(tries, 1);
  assert.deepEqual(later, []);
  assert.deepEqual([box.of("a")[0].status, box.of("a")[0].problem], ["failed", "Ola har den nå."]);
});

test("what was not sent is there after a reload, and the next try sends it", async () => {
  const storage = new Storage();
  const down = outbox(async () => {
    throw new CallError(0);
  }, storage);
  await down.box.add("a", { text: "en", article: { slug: "sykepenger", title: "Sykepenger" } });
  const [kept] = down.box.of("a");
  const later = outbox(async (_, message) => message, storage);
  await later.box.retry("a");
  assert.deepEqual(later.sent, [{ text: "en", article: "sykepenger", client_message_id: kept.client_message_id }]);
  assert.deepEqual(later.box.ids, []);
});

test("what the server has shown is no longer waiting", async () => {
  const { box } = outbox(async () => {
    throw new CallError(0);
  });
  await box.add("a", { text: "en" });
  box.confirm("a", [{ client_message_id: box.of("a")[0].client_message_id }]);
  assert.deepEqual(box.of("a"), []);
});
