import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatError } from "../../../web_widget/static/widget/client.js";
import { Conversation } from "../../../web_widget/static/widget/conversation.js";
import { Store } from "../../../web_widget/static/widget/store.js";
import { FakeServer, conversationWith, memory, settle } from "./fakes.js";

const texts = (conversation) => conversation.entries.map(({ message }) => message.text);
const statuses = (conversation) => conversation.entries.map(({ status }) => status).filter(Boolean);

async function begun(server = new FakeServer(), storage = memory()) {
  const conversation = conversationWith(server, storage);
  await conversation.begin();
  return { conversation, server, storage };
}

test("a new tab starts a conversation and shows the greeting", async () => {
  const { conversation, server } = await begun();
  assert.deepEqual(texts(conversation), ["Hei."]);
  assert.deepEqual([conversation.phase, conversation.mode, server.about.locale], ["ready", "bot", "nb"]);
});

test("opening twice starts one conversation", async () => {
  const { conversation, server } = await begun();
  await conversation.begin();
  assert.equal(server.started, 1);
});

test("a question and its answer come in order, and nothing is left to send", async () => {
  const { conversation, storage } = await begun();
  await conversation.send("Hva er AAP?");
  assert.deepEqual(texts(conversation), ["Hei.", "Hva er AAP?", "Svar på Hva er AAP?"]);
  assert.deepEqual(statuses(conversation), ["sent"]);
  assert.deepEqual(JSON.parse(storage.getItem("kreft-chat")).pending, []);
});

test("a chosen button sends its payload and shows its words", async () => {
  const { conversation, server } = await begun();
  await conversation.choose({ title: "Økonomi", payload: '/choose_topic{"category": "okonomi"}' });
  assert.equal(server.sent[0].payload, '/choose_topic{"category": "okonomi"}');
  assert.equal("text" in server.sent[0], false);
  assert.equal(texts(conversation)[1], "Økonomi");
});

test("two questions in a row are sent one at a time, in order", async () => {
  const { conversation, server } = await begun();
  await Promise.all([conversation.send("en"), conversation.send("to")]);
  assert.deepEqual(server.sent.map(({ text }) => text), ["en", "to"]);
});

test("every message has an id of its own in the form of a UUID", async () => {
  const { conversation, server } = await begun();
  await conversation.send("en");
  await conversation.send("to");
  const ids = server.sent.map((body) => body.client_message_id);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(ids[0], ids[1]);
});

test("a send that fails keeps the server's words, and a retry uses the same id", async () => {
  const { conversation, server } = await begun();
  server.failures = [{ status: 503, detail: "Ring 21 49 49 21." }];
  await conversation.send("hei");
  const [entry] = conversation.entries.filter(({ status }) => status);
  assert.deepEqual([entry.status, entry.problem, entry.retryable], ["failed", "Ring 21 49 49 21.", true]);
  await conversation.retry(entry.key);
  assert.equal(server.sent[0].client_message_id, server.sent[1].client_message_id);
  assert.deepEqual(texts(conversation), ["Hei.", "hei", "Svar på hei"]);
});

test("a message that does not fit is not offered for another try", async () => {
  const { conversation, server, storage } = await begun();
  server.failures = [{ status: 422, detail: "Meldingen er tom." }];
  await conversation.send("\u200b");
  assert.equal(conversation.entries.at(-1).retryable, false);
  assert.deepEqual(JSON.parse(storage.getItem("kreft-chat")).pending, []);
});

test("what failed for want of contact is sent again when the contact is back", async () => {
  const { conversation, server } = await begun();
  server.failures = [{ status: 0 }];
  await conversation.send("hei");
  conversation.wake();
  await settle();
  assert.deepEqual(texts(conversation), ["Hei.", "hei", "Svar på hei"]);
});

test("too many messages wait as long as the server asks, then go by themselves", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { conversation, server } = await begun();
  server.failures = [{ status: 429, retryAfter: 3 }];
  const sent = conversation.send("hei");
  await new Promise(setImmediate);
  assert.deepEqual([conversation.entries.at(-1).status, conversation.entries.at(-1).seconds], ["waiting", 3]);
  t.mock.timers.tick(3000);
  await sent;
  assert.equal(server.sent.length, 2);
  assert.deepEqual(statuses(conversation), ["sent"]);
});

test("a reload shows what was said, once", async () => {
  const { conversation, server, storage } = await begun();
  await conversation.send("hei");
  const again = await begun(server, storage);
  assert.deepEqual(texts(again.conversation), ["Hei.", "hei", "Svar på hei"]);
  assert.equal(server.started, 1);
});

test("a reload in the middle of a send sends it again under the same id", async () => {
  const storage = memory();
  const server = new FakeServer();
  const { conversation } = await begun(server, storage);
  server.failures = [{ status: 0 }];
  await conversation.send("hei");
  const reloaded = await begun(server, storage);
  await settle();
  assert.equal(server.sent[0].client_message_id, server.sent[1].client_message_id);
  assert.deepEqual(texts(reloaded.conversation), ["Hei.", "hei", "Svar på hei"]);
});

test("a message that the server kept but did not answer is shown once and asked again", async () => {
  const storage = memory();
  const server = new FakeServer();
  const { conversation } = await begun(server, storage);
  server.failures = [{ status: 503 }];
  await conversation.send("hei");
  const { client_message_id } = server.sent[0];
  server.messages.push({ id: "u1", sender: "user", at: "2026-11-21T12:00:30Z", text: "hei", client_message_id });
  const reloaded = await begun(server, storage);
  await settle();
  assert.equal(server.sent.length, 2);
  assert.equal(texts(reloaded.conversation).filter((text) => text === "hei").length, 1);
});

test("an unanswered message that others have followed waits for the user to ask again", async () => {
  const storage = memory();
  const server = new FakeServer();
  const { conversation } = await begun(server, storage);
  server.failures = [{ status: 503 }];
  await conversation.send("først");
  const { client_message_id } = server.sent[0];
  server.messages.push({ id: "u1", sender: "user", at: "2026-11-21T12:00:30Z", text: "først", client_message_id });
  await conversation.send("så");
  const reloaded = (await begun(server, storage)).conversation;
  await settle();
  const entry = reloaded.entries.find(({ key }) => key === client_message_id);
  assert.deepEqual([entry.status, entry.retryable, server.sent.length], ["failed", true, 2]);
});

test("a question asked again moves down to where its answer will be", async () => {
  const { conversation, server } = await begun();
  server.failures = [{ status: 503 }];
  await conversation.send("først");
  await conversation.send("så");
  await conversation.retry(conversation.entries[1].key);
  assert.deepEqual(texts(conversation), ["Hei.", "så", "Svar på så", "først", "Svar på først"]);
});

test("a conversation that is gone at the reload starts anew and says so", async () => {
  const { server, storage } = await begun();
  server.failures = [{ status: 404 }];
  const { conversation } = await begun(server, storage);
  assert.deepEqual([conversation.notice, server.started], ["startedAnew", 2]);
});

test("a conversation that is gone at a send starts anew and the message is answered there", async () => {
  const { conversation, server } = await begun();
  server.failures = [{ status: 401 }];
  await conversation.send("hei");
  assert.deepEqual(texts(conversation), ["Hei.", "hei", "Svar på hei"]);
  assert.deepEqual([conversation.notice, server.started], ["startedAnew", 2]);
});

test("no contact at the start is told, and beginning again helps", async () => {
  const server = new FakeServer();
  server.failures = [{ status: 503, detail: "Nede." }];
  const { conversation } = await begun(server);
  assert.deepEqual([conversation.phase, conversation.problem], ["unreachable", "Nede."]);
  await conversation.begin();
  assert.equal(conversation.phase, "ready");
});

test("what is written before the conversation has started is sent once it has", async () => {
  const server = new FakeServer();
  const conversation = conversationWith(server);
  conversation.begin();
  await conversation.send("utålmodig");
  assert.deepEqual([server.started, texts(conversation).at(-1)], [1, "Svar på utålmodig"]);
});

test("what is written without contact is kept, and sent when it is tried again", async () => {
  const server = new FakeServer();
  server.failures = [{ status: 0 }, { status: 0 }];
  const { conversation } = await begun(server);
  await conversation.send("hei");
  const [entry] = conversation.entries;
  assert.deepEqual([entry.status, entry.retryable], ["failed", true]);
  await conversation.retry(entry.key);
  assert.equal(texts(conversation).at(-1), "Svar på hei");
});

test("the contact coming back takes up the conversation and sends what waits", async () => {
  const server = new FakeServer();
  server.failures = [{ status: 0 }, { status: 0 }];
  const { conversation } = await begun(server);
  await conversation.send("hei");
  await conversation.wake();
  await settle();
  assert.deepEqual([conversation.phase, texts(conversation).at(-1)], ["ready", "Svar på hei"]);
});

test("an unsent message outlives the conversation it was written in", async () => {
  const storage = memory();
  const server = new FakeServer();
  const { conversation } = await begun(server, storage);
  server.failures = [{ status: 0 }];
  await conversation.send("hei");
  server.failures = [{ status: 404 }];
  const reloaded = (await begun(server, storage)).conversation;
  await settle();
  assert.deepEqual(texts(reloaded), ["Hei.", "hei", "Svar på hei"]);
});

test("an answer that makes no sense does not stop the messages after it", async () => {
  const { conversation, server } = await begun();
  const { send } = server;
  server.send = async () => ({ state: "bot" });
  await conversation.send("en");
  server.send = send;
  await conversation.send("to");
  assert.deepEqual(statuses(conversation), ["failed", "sent"]);
});

test("a stopped conversation opens no stream", async () => {
  const { conversation, server } = await begun();
  server.state = "human";
  const sent = conversation.send("menneske");
  conversation.stop();
  await sent;
  await settle();
  assert.equal(server.streams.length, 0);
});

test("a deleted conversation leaves nothing behind in the tab", async () => {
  const { conversation, server, storage } = await begun();
  await conversation.send("hemmelig");
  await conversation.remove();
  assert.deepEqual([server.removed, texts(conversation), conversation.notice], [1, ["Hei."], "deleted"]);
  assert.equal(storage.getItem("kreft-chat").includes("hemmelig"), false);
});

test("a deletion that fails is told and forgets nothing", async () => {
  const { conversation, server } = await begun();
  await conversation.send("hei");
  server.failures = [{ status: 503 }];
  await assert.rejects(conversation.remove(), { status: 503 });
  assert.equal(texts(conversation).length, 3);
});

test("a rating is remembered over a reload", async () => {
  const { conversation, server, storage } = await begun();
  await conversation.rate("b1", true);
  const again = await begun(server, storage);
  assert.equal(again.conversation.rated("b1"), true);
});

test("an adviser's words come by the stream, once, however often they are told", async () => {
  const { conversation, server } = await begun();
  server.state = "human";
  await conversation.send("kan jeg få snakke med noen?");
  await settle();
  const message = { id: "a1", sender: "adviser", at: "2026-11-21T12:02:00Z", text: "Hei, jeg er her." };
  server.streams[0].push(1, "message", message);
  server.streams[0].push(2, "message", message);
  await settle();
  assert.equal(texts(conversation).filter((text) => text === "Hei, jeg er her.").length, 1);
  conversation.stop();
});

test("the stream tells who writes and the place in the queue", async () => {
  const { conversation, server } = await begun();
  server.state = "waiting";
  await conversation.send("menneske");
  await settle();
  server.streams[0].push(1, "queue", { position: 2 });
  server.streams[0].push(2, "typing", { sender: "adviser", active: true });
  await settle();
  assert.deepEqual([conversation.queue, conversation.typing], [2, "adviser"]);
  conversation.stop();
});

test("a stream taken up again goes on after the last event", async () => {
  const { conversation, server } = await begun();
  server.state = "human";
  await conversation.send("menneske");
  await settle();
  server.streams[0].push(41, "queue", { position: 1 });
  await settle();
  conversation.wake();
  await settle();
  assert.deepEqual(server.streams.map(({ lastEventId }) => lastEventId), ["1", "41"]);
  conversation.stop();
});

test("the stream ends when the bot answers again", async () => {
  const { conversation, server } = await begun();
  server.state = "human";
  await conversation.send("menneske");
  await settle();
  server.state = "bot";
  server.streams[0].push(1, "state", { state: "bot" });
  await settle();
  assert.equal(conversation.mode, "bot");
  conversation.wake();
  await settle();
  assert.equal(server.streams.length, 1);
});

test("a conversation that is gone twice is not started over and over", async () => {
  const { conversation, server } = await begun();
  server.send = async () => {
    throw new ChatError({ status: 404, detail: "Finnes ikke." });
  };
  await conversation.send("hei");
  assert.deepEqual([server.started, conversation.entries.at(-1).status], [2, "failed"]);
});

test("deleting takes what was never sent too", async () => {
  const { conversation, server, storage } = await begun();
  server.failures = [{ status: 503 }];
  await conversation.send("hemmelig");
  await conversation.remove();
  assert.deepEqual(texts(conversation), ["Hei."]);
  assert.equal(storage.getItem("kreft-chat").includes("hemmelig"), false);
});

test("a page that comes back from the back-forward cache shows what another page of the tab has added", async () => {
  const { conversation, server } = await begun();
  await server.send({ text: "fra artikkelsiden", client_message_id: "k2" });
  await conversation.revive();
  assert.deepEqual(texts(conversation), ["Hei.", "fra artikkelsiden", "Svar på fra artikkelsiden"]);
});

test("a page that comes back after another page of the tab began anew has only the new conversation", async () => {
  const server = new FakeServer();
  const store = new Store(memory());
  const conversation = new Conversation({ client: server, store, about: { locale: "nb" } });
  await conversation.begin();
  await conversation.send("gammelt");
  store.update({ ...(await server.start({})), messages: undefined });
  await conversation.revive();
  assert.deepEqual(texts(conversation), ["Hei."]);
});

test("a page that comes back without a network keeps what it shows, and what was not sent goes when there is one", async () => {
  const { conversation, server } = await begun();
  server.failures = [{ status: 0 }];
  await conversation.send("hei");
  server.failures = [{ status: 0 }];
  await conversation.revive();
  assert.deepEqual([texts(conversation), conversation.phase], [["Hei.", "hei"], "unreachable"]);
  await conversation.wake();
  await settle();
  assert.deepEqual(texts(conversation), ["Hei.", "hei", "Svar på hei"]);
});

test("a lost network is known before anything is sent, and forgotten when it is back", async () => {
  const { conversation } = await begun();
  conversation.loseContact();
  assert.equal(conversation.contact, false);
  await conversation.wake({ online: false });
  assert.equal(conversation.contact, false);
  await conversation.wake();
  assert.equal(conversation.contact, true);
});
