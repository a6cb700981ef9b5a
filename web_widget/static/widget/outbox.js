import { ChatError } from "./client.js";
import { accept } from "./entries.js";
import { uuid } from "./uuid.js";

const MOST_WAITS = 3;
const DEFAULT_WAIT_S = 5;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/** Send what the user writes, one at a time and each once, and keep it over reloads until it has arrived. */
export class Outbox {
  #client;
  #store;
  #conversation;
  #ports;
  #sends = Promise.resolve();

  /** @param {{changed: Function, startAnew: Function, catchUp: Function}} ports what a send may do to the conversation */
  constructor({ client, store, conversation, ports }) {
    this.#client = client;
    this.#store = store;
    this.#conversation = conversation;
    this.#ports = ports;
  }

  /** Resolved when nothing is under way. */
  get idle() {
    return this.#sends;
  }

  add(content, label) {
    const body = { client_message_id: uuid(), ...content };
    const entry = this.#outgoing(body, label);
    this.#store.update({ pending: [...this.#store.state.pending, { ...body, label }] });
    return this.#enqueue(entry);
  }

  retry(key) {
    const { entries } = this.#conversation;
    const entry = entries.find((candidate) => candidate.key === key);
    if (entry?.status !== "failed") return undefined;
    // Its answer will come last, and so the question goes there too.
    this.#conversation.entries = [...entries.filter((other) => other !== entry), entry];
    return this.#enqueue(entry);
  }

  retryAll() {
    for (const { key, retryable } of this.#conversation.entries) if (retryable) this.retry(key);
  }

  /** Take up what was on its way before a reload. */
  resume() {
    const { entries, live } = this.#conversation;
    for (const { label, ...body } of this.#store.state.pending) {
      const place = entries.findIndex(({ key }) => key === body.client_message_id);
      if (entries[place]?.status) continue;
      const entry = place < 0 ? this.#outgoing(body, label) : Object.assign(entries[place], { body });
      const next = place < 0 ? undefined : entries[place + 1];
      if (place >= 0 && live) this.#settle(entry);
      else if (!next) this.#enqueue(entry);
      else if (next.message.sender === "user") this.#fail(entry, new ChatError({ status: 0 }));
      else this.#settle(entry);
    }
  }

  #outgoing(body, label) {
    const message = { id: null, sender: "user", at: new Date().toISOString(), text: label };
    const entry = { key: body.client_message_id, message, body, status: "sending", problem: "" };
    this.#conversation.entries.push(entry);
    return entry;
  }

  // One at a time, so that what was written first arrives first.
  #enqueue(entry) {
    this.#mark(entry, { status: "sending", problem: "", retryable: false });
    this.#sends = this.#sends.then(() => this.#deliver(entry));
    return this.#sends;
  }

  async #deliver(entry, { waits = 0, anew = false } = {}) {
    const conversation = this.#conversation;
    await conversation.begin();
    if (conversation.phase !== "ready") return this.#fail(entry, new ChatError({ status: 0, detail: conversation.problem }));
    try {
      const { state, messages, audience } = await this.#client.send(entry.body);
      this.#settle(entry);
      accept(conversation.entries, messages.filter(({ sender, client_message_id: id }) => sender !== "user" || id));
      if (audience) conversation.audience = audience;
      this.#ports.changed();
      // An answer may be slower than the feed, and so it does not say who answers now.
      if (state !== conversation.mode) await this.#ports.catchUp(state);
    } catch (failure) {
      // An answer that is none is as good as no contact.
      const error = failure instanceof ChatError ? failure : new ChatError({ status: 0 });
      if (error.gone && !anew) return this.#deliverAnew(entry);
      if (error.status === 429 && waits < MOST_WAITS) return this.#deliverLater(entry, error, { waits: waits + 1, anew });
      this.#fail(entry, error);
    }
  }

  async #deliverAnew(entry) {
    await this.#ports.startAnew();
    await this.#deliver(entry, { anew: true });
  }

  async #deliverLater(entry, { retryAfter }, tries) {
    const seconds = Math.max(1, retryAfter ?? DEFAULT_WAIT_S);
    this.#mark(entry, { status: "waiting", seconds });
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    this.#mark(entry, { status: "sending" });
    return this.#deliver(entry, tries);
  }

  #mark(entry, changes) {
    Object.assign(entry, changes);
    this.#ports.changed();
  }

  #fail(entry, { status, temporary, detail }) {
    if (!temporary) this.#forgetPending(entry.key);
    if (status === 409) this.#ports.catchUp();
    if (temporary && this.#conversation.live) this.#retryLater(entry);
    this.#mark(entry, { status: "failed", problem: detail, retryable: temporary });
  }

  // A person waits at the other end, and so nothing is left for the user to send again.
  #retryLater(entry) {
    entry.pause = Math.min(2 * (entry.pause ?? FIRST_RETRY_MS / 2), LONGEST_RETRY_MS);
    setTimeout(() => this.retry(entry.key), entry.pause);
  }

  #settle(entry) {
    entry.status = "sent";
    this.#forgetPending(entry.key);
  }

  #forgetPending(key) {
    const pending = this.#store.state.pending.filter((body) => body.client_message_id !== key);
    this.#store.update({ pending });
  }
}
