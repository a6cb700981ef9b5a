import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { FakeServer, conversationWith, memory, settle } from "./fakes.js";

const KARI = { adviser: { name: "Kari", role: "nurse" } };
const texts = (conversation) => conversation.entries.map(({ message }) => message.text);
const saved = (storage) => JSON.parse(storage.getItem("kreft-chat"));
const said = (id, text = id) => ({ id, sender: "adviser", at: "2026-11-21T12:02:00Z", text });
const running = [];

// As `settle`, where the clock is a mock.
async function rest() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}

afterEach(() => running.splice(0).forEach((conversation) => conversation.stop()));

async function inState(state, held = {}, storage = memory()) {
  const server = new FakeServer();
  Object.assign(server, { state, held });
  const conversation = conversationWith(server, storage);
  running.push(conversation);
  await conversation.begin();
  await rest();
  return { conversation, server, storage, stream: server.streams.at(-1) };
}

test("a conversation taken up while it waits shows its place at once", async () => {
  const { conversation } = await inState("waiting", { queue: { position: 3 } });
  assert.deepEqual([conversation.queue, conversation.live], [3, true]);
});

test("the adviser who takes it is known by name, and the place in the queue is over", async () => {
  const { conversation, server, stream } = await inState("waiting", { queue: { position: 1 } });
  Object.assign(server, { state: "human", held: KARI });
  stream.push(2, "state", { state: "human", ...KARI });
  await settle();
  assert.deepEqual([conversation.mode, conversation.adviser, conversation.queue], ["human", KARI.adviser, null]);
});

test("the stream begins after what was loaded", async () => {
  const { stream } = await inState("human", KARI);
  assert.equal(stream.lastEventId, "1");
});

test("who leaves the queue is answered by the bot again", async () => {
  const { conversation } = await inState("waiting");
  await conversation.leaveQueue();
  assert.deepEqual([conversation.mode, conversation.live], ["bot", false]);
});

test("an adviser who was quicker than the wish to leave is shown", async () => {
  const { conversation, server } = await inState("waiting");
  Object.assign(server, { state: "human", held: KARI, failures: [{ status: 409, detail: "Kari har tatt samtalen." }] });
  await assert.rejects(conversation.leaveQueue(), { status: 409 });
  assert.equal(conversation.adviser.name, "Kari");
});

test("where no stream gets through, the events are asked for with the same cursor", async () => {
  const { conversation, server, stream } = await inState("human", KARI);
  stream.push(7, "message", said("a7"));
  await settle();
  Object.assign(server, { streamsWork: false, missed: [{ id: "8", event: "message", data: said("a8") }] });
  conversation.wake();
  await settle();
  assert.deepEqual([server.polls, texts(conversation).slice(-2), conversation.contact], [["7"], ["a7", "a8"], true]);
});

test("lost contact is told, and what failed meanwhile is sent once it is back, under the same id", async () => {
  const { conversation, server } = await inState("human", KARI);
  server.streamsWork = false;
  server.failures = [{ status: 0 }, { status: 0 }];
  const sent = conversation.send("er du der?");
  conversation.wake();
  await sent;
  await settle();
  assert.deepEqual([conversation.contact, conversation.entries.at(-1).status], [false, "failed"]);
  server.streamsWork = true;
  conversation.wake();
  await settle();
  server.streams.at(-1).push(null, "typing", { sender: "adviser", active: false });
  await settle();
  assert.deepEqual([conversation.contact, server.sent.length], [true, 2]);
  assert.equal(server.sent[0].client_message_id, server.sent[1].client_message_id);
});

test("a message that does not get through to an adviser is sent again by itself", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { conversation, server } = await inState("human", KARI);
  server.failures = [{ status: 503 }];
  await conversation.send("er du der?");
  assert.equal(conversation.entries.at(-1).status, "failed");
  t.mock.timers.tick(5_000);
  await rest();
  assert.deepEqual([server.sent.length, server.sent[0]], [2, server.sent[1]]);
});

test("a stream that breaks is taken up after a moment, at the same place", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server } = await inState("human", KARI);
  server.streams[0].push(12, "message", said("a12"));
  await rest();
  server.streams[0].cut();
  await rest();
  t.mock.timers.tick(1_000);
  await rest();
  assert.deepEqual(server.streams.map(({ lastEventId }) => lastEventId), ["1", "12"]);
});

test("a line that has gone silent is given up", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server } = await inState("human", KARI);
  t.mock.timers.tick(10_000);
  await rest();
  assert.deepEqual(server.polls, ["1"]);
});

test("an answer to a send that is older than the feed does not change who answers", async () => {
  const { conversation, server } = await inState("human", KARI);
  const { send } = server;
  server.send = async (body) => ({ ...(await send.call(server, body)), state: "waiting" });
  await conversation.send("hei");
  assert.equal(conversation.mode, "human");
});

test("who stops writing without a word is not shown as writing for ever", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { conversation, stream } = await inState("human", KARI);
  stream.push(null, "typing", { sender: "adviser", active: true });
  await rest();
  assert.equal(conversation.typing, "adviser");
  t.mock.timers.tick(6_000);
  assert.equal(conversation.typing, null);
});

test("the adviser sees that the user writes, the bot does not", async () => {
  const { conversation, server } = await inState("human", KARI);
  conversation.userTypes();
  server.state = "bot";
  server.streams[0].push(2, "state", { state: "bot" });
  await settle();
  conversation.userTypes();
  assert.deepEqual(server.calls, ["typing"]);
});

test("what the adviser's log has already is not sent again after a reload", async () => {
  const { conversation, server, storage } = await inState("human", KARI);
  await conversation.send("hei");
  const [{ client_message_id }] = server.sent;
  const state = saved(storage);
  storage.setItem("kreft-chat", JSON.stringify({ ...state, pending: [{ client_message_id, text: "hei", label: "hei" }] }));
  const reloaded = conversationWith(server, storage);
  running.push(reloaded);
  await reloaded.begin();
  await settle();
  assert.deepEqual([server.sent.length, saved(storage).pending], [1, []]);
});

test("the tab remembers that somebody is waited for, and forgets it afterwards", async () => {
  const { conversation, storage } = await inState("waiting");
  assert.equal(saved(storage).live, true);
  await conversation.leaveQueue();
  assert.equal(saved(storage).live, false);
});

test("the end of the adviser's part is known by its last message", async () => {
  const { conversation, server, stream } = await inState("human", KARI);
  server.messages.push(said("a2"), { id: "s3", sender: "system", at: "2026-11-21T12:03:00Z", text: "Kari har avsluttet." });
  Object.assign(server, { state: "bot", held: {} });
  assert.equal(conversation.farewell, null);
  stream.push(4, "state", { state: "bot" });
  await settle();
  assert.equal(conversation.farewell.id, "s3");
});

test("opening time is shown when it comes, without a reload", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: new Date("2026-11-23T07:59:50Z") });
  const server = new FakeServer();
  server.held = { advisers: { open: false, changes_at: "2026-11-23T08:00:00Z" } };
  const conversation = conversationWith(server);
  running.push(conversation);
  await conversation.begin();
  server.held = { advisers: { open: true, changes_at: "2026-11-23T14:30:00Z" } };
  t.mock.timers.tick(9_900);
  await new Promise(setImmediate);
  assert.equal(conversation.advisers.open, false);
  t.mock.timers.tick(5_700);
  await new Promise(setImmediate);
  assert.equal(conversation.advisers.open, true);
});

test("a clock that is ahead does not ask without end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: new Date("2026-11-23T08:05:00Z") });
  const server = new FakeServer();
  server.held = { advisers: { open: false, changes_at: "2026-11-23T08:00:00Z" } };
  let loads = 0;
  const load = server.load.bind(server);
  server.load = () => ((loads += 1), load());
  const conversation = conversationWith(server);
  running.push(conversation);
  await conversation.begin();
  for (let second = 0; second < 65; second += 1) {
    t.mock.timers.tick(1_000);
    await new Promise(setImmediate);
  }
  assert.equal(loads, 2);
});

test("a request to be called keeps its receipt over a reload", async () => {
  const { conversation, server, storage } = await inState("bot");
  await conversation.askForCall({ phone: "12345678", when: "" });
  assert.deepEqual(server.calls, [{ phone: "12345678", when: "", consent: true }]);
  assert.equal(conversationWith(server, storage).receipt, "K7-M2");
});

test("a return code brings the other conversation instead of this one, and nothing unsent goes along", async () => {
  const { conversation, server, storage } = await inState("bot");
  server.failures = [{ status: 0 }];
  await conversation.send("usendt");
  await conversation.comeBack("bjørk elg fjord gran hegg");
  assert.deepEqual(texts(conversation), ["Hei.", "fra telefonen"]);
  assert.deepEqual([saved(storage).id, saved(storage).token, saved(storage).pending], ["c9", "t9", []]);
});

test("a code that does not fit changes nothing", async () => {
  const { conversation, server, storage } = await inState("bot");
  await conversation.send("hei");
  server.failures = [{ status: 404 }];
  await assert.rejects(conversation.comeBack("feil"), { status: 404 });
  assert.deepEqual([texts(conversation).length, saved(storage).id], [3, "c1"]);
});
