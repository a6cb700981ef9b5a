import { ChatError } from "./client.js";
import { Feed } from "./feed.js";

const MOST_WAITS = 3;
const DEFAULT_WAIT_S = 5;

/** Hold one conversation: what was said, what is on its way, and who answers now. Dispatches `change`. */
export class Conversation extends EventTarget {
  #client;
  #store;
  #about;
  #feed;
  #sends = Promise.resolve();
  #beginning = null;
  #stopped = false;

  /** `entries` are in order: `{key, message}`, and for what the user sends also `status` and `problem`. */
  entries = [];
  mode = "bot";
  phase = "idle";
  problem = "";
  typing = null;
  queue = null;
  notice = null;

  constructor({ client, store, about }) {
    super();
    this.#client = client;
    this.#store = store;
    this.#about = about;
    this.#feed = new Feed(client, {
      onEvent: (type, data) => this.#onEvent(type, data),
      onOpen: () => this.#catchUp(),
      onGone: () => this.#startAnew("startedAnew"),
    });
  }

  /** Take up the tab's conversation, or start one. Does nothing when it runs already. */
  async begin() {
    if (this.phase === "ready") return;
    this.#beginning ??= this.#begin().finally(() => (this.#beginning = null));
    await this.#beginning;
  }

  send(text) {
    return this.#queueUp({ client_message_id: uuid(), text }, text);
  }

  choose({ title, payload }) {
    return this.#queueUp({ client_message_id: uuid(), payload }, title);
  }

  retry(key) {
    const entry = this.entries.find((candidate) => candidate.key === key);
    if (entry?.status !== "failed") return undefined;
    // Its answer will come last, and so the question goes there too.
    this.entries = [...this.entries.filter((other) => other !== entry), entry];
    return this.#enqueue(entry);
  }

  /** Send again what failed for want of contact, and take the stream up again. */
  async wake() {
    this.#feed.wake();
    if (this.phase === "unreachable") await this.begin();
    for (const { key, retryable } of this.entries) if (retryable) this.retry(key);
  }

  stop() {
    this.#stopped = true;
    this.#feed.stop();
  }

  rated(messageId) {
    return this.#store.state.rated.includes(messageId);
  }

  async rate(messageId, helpful) {
    await this.#client.rate({ message_id: messageId, helpful });
    this.#store.update({ rated: [...this.#store.state.rated, messageId] });
  }

  userTypes() {
    if (this.mode === "human") this.#client.typing().catch(() => {});
  }

  transcript() {
    return this.#client.transcript();
  }

  async remove() {
    try {
      await this.#client.remove();
    } catch (error) {
      if (!error.gone) throw error;
    }
    this.entries = [];
    this.#store.update({ pending: [] });
    await this.#startAnew("deleted");
  }

  restart() {
    return this.#startAnew(null);
  }

  async #begin() {
    this.#set({ phase: "starting", problem: "" });
    try {
      if (this.#store.state.id) await this.#resume();
      else await this.#start();
    } catch (error) {
      return this.#set({ phase: "unreachable", problem: error.detail ?? "" });
    }
    if (this.phase === "ready") this.#resumePending();
  }

  async #start() {
    const { id, token, state, messages } = await this.#client.start(this.#about);
    this.#store.update({ id, token });
    this.#accept(messages);
    this.#set({ phase: "ready", mode: state });
  }

  async #resume() {
    try {
      const { state, messages } = await this.#client.load();
      this.#accept(messages);
      this.#set({ phase: "ready", mode: state });
    } catch (error) {
      if (!error.gone) throw error;
      await this.#startAnew("startedAnew");
    }
  }

  #resumePending() {
    for (const { label, ...body } of this.#store.state.pending) {
      const place = this.entries.findIndex(({ key }) => key === body.client_message_id);
      if (this.entries[place]?.status) continue;
      const entry = place < 0 ? this.#outgoing(body, label) : Object.assign(this.entries[place], { body });
      const next = place < 0 ? undefined : this.entries[place + 1];
      if (!next) this.#enqueue(entry);
      else if (next.message.sender === "user") this.#fail(entry, new ChatError({ status: 0 }));
      else this.#settle(entry);
    }
  }

  async #startAnew(notice) {
    this.#feed.stop();
    this.#store.forget();
    this.entries = this.entries.filter(({ status }) => status && status !== "sent");
    this.#set({ phase: "starting", notice, mode: "bot", queue: null, typing: null });
    try {
      const waiting = this.entries;
      this.entries = [];
      await this.#start();
      this.entries.push(...waiting);
      this.#set({});
    } catch (error) {
      this.#set({ phase: "unreachable", problem: error.detail ?? "" });
    }
  }

  async #catchUp() {
    try {
      const { state, messages } = await this.#client.load();
      this.#accept(messages);
      this.#set({ mode: state });
    } catch {
      // The stream itself tells of a lost conversation or lost contact.
    }
  }

  #queueUp(body, label) {
    const entry = this.#outgoing(body, label);
    this.#store.update({ pending: [...this.#store.state.pending, { ...body, label }] });
    return this.#enqueue(entry);
  }

  #outgoing(body, label) {
    const message = { id: null, sender: "user", at: new Date().toISOString(), text: label };
    const entry = { key: body.client_message_id, message, body, status: "sending", problem: "" };
    this.entries.push(entry);
    return entry;
  }

  // One at a time, so that what was written first arrives first.
  #enqueue(entry) {
    Object.assign(entry, { status: "sending", problem: "", retryable: false });
    this.#set({});
    this.#sends = this.#sends.then(() => this.#deliver(entry));
    return this.#sends;
  }

  async #deliver(entry, { waits = 0, anew = false } = {}) {
    await this.begin();
    if (this.phase !== "ready") return this.#fail(entry, new ChatError({ status: 0, detail: this.problem }));
    try {
      const { state, messages } = await this.#client.send(entry.body);
      this.#settle(entry);
      this.#accept(messages.filter(({ sender, client_message_id: id }) => sender !== "user" || id));
      this.#set({ mode: state });
    } catch (failure) {
      // An answer that is none is as good as no contact.
      const error = failure instanceof ChatError ? failure : new ChatError({ status: 0 });
      if (error.gone && !anew) return this.#deliverAnew(entry);
      if (error.status === 429 && waits < MOST_WAITS) return this.#deliverLater(entry, error, { waits: waits + 1, anew });
      this.#fail(entry, error);
    }
  }

  async #deliverAnew(entry) {
    await this.#startAnew("startedAnew");
    await this.#deliver(entry, { anew: true });
  }

  async #deliverLater(entry, { retryAfter }, tries) {
    const seconds = Math.max(1, retryAfter ?? DEFAULT_WAIT_S);
    Object.assign(entry, { status: "waiting", seconds });
    this.#set({});
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    Object.assign(entry, { status: "sending" });
    this.#set({});
    return this.#deliver(entry, tries);
  }

  #fail(entry, { status, temporary, detail }) {
    Object.assign(entry, { status: "failed", problem: detail, retryable: temporary });
    if (!temporary) this.#forgetPending(entry.key);
    if (status === 409) this.#catchUp();
    this.#set({});
  }

  #settle(entry) {
    entry.status = "sent";
    this.#forgetPending(entry.key);
  }

  #forgetPending(key) {
    const pending = this.#store.state.pending.filter((body) => body.client_message_id !== key);
    this.#store.update({ pending });
  }

  #accept(messages) {
    for (const message of messages) {
      const key = message.client_message_id ?? message.id;
      const known = this.entries.find((entry) => entry.key === key);
      if (known) known.message = message;
      else this.entries.push({ key, message });
    }
  }

  #onEvent(type, data) {
    if (type === "message") {
      this.#accept([data]);
      this.#set({ typing: null });
    } else if (type === "state") {
      // The stream tells old states again; only the conversation itself says which one holds.
      this.#set({ typing: null, queue: null });
      this.#catchUp();
    } else if (type === "typing") {
      this.#set({ typing: data.active === false ? null : (data.sender ?? "adviser") });
    } else if (type === "queue") {
      this.#set({ queue: data.position ?? null });
    }
  }

  #set(changes) {
    Object.assign(this, changes);
    const followed = this.mode === "waiting" || this.mode === "human";
    if (followed && !this.#stopped) this.#feed.start();
    else this.#feed.stop();
    this.dispatchEvent(new Event("change"));
  }
}

// crypto.randomUUID is missing on pages without TLS.
function uuid() {
  const digit = (place) => (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}
