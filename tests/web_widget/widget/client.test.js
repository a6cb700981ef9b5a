import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ChatClient, ChatError } from "../../../web_widget/static/widget/client.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function serverThat(answers) {
  const calls = [];
  globalThis.fetch = async (url, options) => {
    calls.push({ url: String(url), ...options });
    return answers(calls.length);
  };
  return calls;
}

const json = (body, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
const client = (credentials = { id: "c 1", token: "t1" }) =>
  new ChatClient("https://veiviser.example/api/v1/", () => credentials);

test("a conversation is started without credentials of any kind", async () => {
  const calls = serverThat(() => json({ id: "c1", token: "t" }, 201));
  await client({ id: null, token: null }).start({ locale: "nb" });
  const [{ url, method, headers, body, credentials, referrerPolicy }] = calls;
  assert.equal(`${method} ${url}`, "POST https://veiviser.example/api/v1/conversations");
  assert.equal(headers.Authorization, undefined);
  assert.equal(body, '{"locale":"nb"}');
  assert.deepEqual([credentials, referrerPolicy], ["omit", "no-referrer"]);
});

test("every later call carries the token and an escaped id", async () => {
  const calls = serverThat(() => json({ state: "bot", messages: [] }));
  await client().send({ text: "hei", client_message_id: "u1" });
  assert.equal(calls[0].url, "https://veiviser.example/api/v1/conversations/c%201/messages");
  assert.equal(calls[0].headers.Authorization, "Bearer t1");
});

test("the calls without an answer go where the contract says", async () => {
  const calls = serverThat(() => new Response(null, { status: 204 }));
  await client().typing();
  await client().rate({ message_id: "m", helpful: true });
  await client().remove();
  assert.deepEqual(
    calls.map(({ method, url }) => `${method} ${new URL(url).pathname.slice("/api/v1/conversations/c%201".length)}`),
    ["POST /typing", "POST /feedback", "DELETE "],
  );
});

test("what live chat needs goes where the contract says", async () => {
  const calls = serverThat(() => json({ code: "en to", events: [] }));
  await client().eventsSince("41");
  await client().leaveQueue();
  await client().callback({ phone: "12345678", consent: true });
  await client().returnCode();
  await client().comeBack("en to");
  assert.deepEqual(
    calls.map(({ method, url }) => `${method} ${url.slice("https://veiviser.example/api/v1/conversations".length)}`),
    ["GET /c%201/events?after=41", "DELETE /c%201/handoff", "POST /c%201/callback", "POST /c%201/return-code", "POST /return"],
  );
  assert.deepEqual([calls[0].headers.Accept, calls[4].body], ["application/json", '{"code":"en to"}']);
});

test("the transcript is asked for as plain text", async () => {
  const calls = serverThat(() => new Response("Du: hei"));
  assert.equal(await client().transcript(), "Du: hei");
  assert.equal(calls[0].headers.Accept, "text/plain");
});

test("the event stream resumes after the last event", async () => {
  const calls = serverThat(() => new Response("data: {}\n\n"));
  await client().events("41", new AbortController().signal);
  assert.equal(calls[0].headers["Last-Event-ID"], "41");
  assert.equal(calls[0].headers.Accept, "text/event-stream");
});

test("a problem keeps its status, its words and the wait it asks for", async () => {
  serverThat(() => json({ detail: "Vent litt." }, 429, { "Retry-After": "7" }));
  await assert.rejects(client().load(), (error) => {
    assert.ok(error instanceof ChatError);
    assert.deepEqual([error.status, error.detail, error.retryAfter, error.temporary], [429, "Vent litt.", 7, true]);
    return true;
  });
});

test("an error page that is no JSON is a problem without words", async () => {
  serverThat(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(client().load(), { status: 502, detail: "", retryAfter: null });
});

test("a detail that is no text is left out", async () => {
  serverThat(() => json({ detail: { html: "<b>" } }, 400));
  await assert.rejects(client().load(), { detail: "" });
});

test("no contact at all has status 0 and may be tried again", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(client().load(), { status: 0, temporary: true, gone: false });
});

test("an answer cut short counts as no contact", async () => {
  serverThat(() => new Response('{"state": "bo'));
  await assert.rejects(client().load(), { status: 0 });
});

for (const [status, gone, temporary] of [[401, true, false], [404, true, false], [413, false, false], [422, false, false], [503, false, true]]) {
  test(`status ${status} means ${gone ? "gone" : temporary ? "try again" : "do not try again"}`, () => {
    const error = new ChatError({ status });
    assert.deepEqual([error.gone, error.temporary], [gone, temporary]);
  });
}
