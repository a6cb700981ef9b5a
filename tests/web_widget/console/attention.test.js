import assert from "node:assert/strict";
import { test } from "node:test";
import { newsBetween } from "../../../web_widget/static/console/attention.js";
import { waited } from "../../../web_widget/static/console/times.js";

const overview = (queue = [], mine = []) => ({ queue, mine });

test("what was there when the page opened is no news", () => {
  assert.equal(newsBetween(null, overview([{ id: "a", urgent: true }])), null);
});

test("an urgent conversation is graver news than another, and than a message", () => {
  const after = overview([{ id: "a", urgent: false }, { id: "b", urgent: true }], [{ id: "c", unread: 3 }]);
  assert.equal(newsBetween(overview(), after), "urgent");
});

test("a conversation that becomes urgent while it waits is news", () => {
  assert.equal(newsBetween(overview([{ id: "a", urgent: false }]), overview([{ id: "a", urgent: true }])), "urgent");
});

test("a message more is news, and one read is not", () => {
  assert.equal(newsBetween(overview([], [{ id: "c", unread: 1 }]), overview([], [{ id: "c", unread: 2 }])), "message");
  assert.equal(newsBetween(overview([], [{ id: "c", unread: 2 }]), overview([], [{ id: "c", unread: 0 }])), null);
});

test("waiting time is said in minutes, and in hours past sixty", () => {
  const now = Date.parse("2026-11-30T12:00:00Z");
  assert.equal(waited("2026-11-30T11:59:40Z", now), "under ett minutt");
  assert.equal(waited("2026-11-30T11:59:00Z", now), "1 minutt");
  assert.equal(waited("2026-11-30T10:55:00Z", now), "1 t 5 min");
});
