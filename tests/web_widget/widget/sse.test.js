import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../../../web_widget/static/widget/sse.js";

async function eventsIn(...chunks) {
  const encoder = new TextEncoder();
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(stream)) events.push(event);
  return events;
}

test("an event has its type, its id and its data", async () => {
  assert.deepEqual(await eventsIn('id: 7\nevent: state\ndata: {"state":"human"}\n\n'), [
    { type: "state", id: "7", data: '{"state":"human"}' },
  ]);
});

test("an event cut in two by the network comes once and whole", async () => {
  const events = await eventsIn("event: mess", "age\nda", "ta: hei\n", "\n");
  assert.deepEqual(events, [{ type: "message", id: null, data: "hei" }]);
});

test("a letter cut in two by the network is put together", async () => {
  const bytes = new TextEncoder().encode("data: å\n\n");
  assert.equal((await eventsIn(bytes.slice(0, 7), bytes.slice(7)))[0].data, "å");
});

test("comments that keep the line open are no events", async () => {
  assert.deepEqual(await eventsIn(": hei\n\nretry: 2000\n: open\n\n"), []);
});

test("data over several lines is joined, and Windows line ends are read", async () => {
  assert.equal((await eventsIn("data: en\r\ndata: to\r\n\r\n"))[0].data, "en\nto");
});

test("an event that never ended is left out", async () => {
  assert.deepEqual(await eventsIn("data: halv"), []);
});
