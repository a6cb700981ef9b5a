import { accept, farewell } from "./entries.js";
import { Feed } from "./feed.js";
import { HoursWatch } from "./hours.js";
import { hideIdentityNumbers } from "./masking.js";
import { Outbox } from "./outbox.js";

const TYPING_LASTS_MS = 6_000;

/** Hold one conversation: what was said, what is on its way, and who answers now. Dispatches `change`. */
export class Conversation extends EventTarget {
  #client;
  #store;
  #about;
  #feed;
  #outbox;
  #hours = new HoursWatch(() => this.#catchUp());
  #loads = 0;
  #typingEnds;
  #beginning = null;
  #id = null;
  #stopped = false;

  /** `entries` are in order: `{key, message}`, and for what the user sends also `status` and `problem`. */
  entries = [];
  mode = "bot";
  phase = "idle";
  problem = "";
  notice = null;
  typing = null;
  queue = null;
  /** Who has the conversation: `{name, role}`. */
  adviser = null;
  /** Whether advisers answer in the chat now, and when that changes: `{open, changes_at}`. */
  advisers = null;
  contact = true;
  /** Who is writing, once that was said or understood. */
  audience = null;

  constructor({ client, store, about }) {
    super();
    this.#client = client;
    this.#store = store;
    this.#about = about;
    this.#feed = new Feed(client, {
      event: (type, data, seq) => this.#onEvent(type, data, seq),
      contact: (found) => this.#onContact(found),
      gone: () => this.#startAnew("startedAnew"),
    });
    const ports = {
      changed: () => this.#set({}),
      startAnew: () => this.#startAnew("startedAnew"),
      catchUp: (mode) => this.#catchUp(mode),
    };
    this.#outbox = new Outbox({ client, store, conversation: this, ports });
  }

  /** True while there may be news that the user has not asked for. */
  get live() {
    return this.mode === "waiting" || this.mode === "human";
  }

  /** The message that an adviser's part ended with, until the user goes on. */
  get farewell() {
    return this.mode === "bot" ? farewell(this.entries) : null;
  }

  get receipt() {
    return this.#store.state.receipt;
  }

  /** Take up the tab's conversation, or start one. Does nothing when it runs already. */
  async begin() {
    if (this.phase === "ready") return;
    this.#beginning ??= this.#begin().finally(() => (this.#beginning = null));
    await this.#beginning;
  }

  send(written) {
    const text = hideIdentityNumbers(written);
    return this.#outbox.add({ text, ...this.#chosenLanguage() }, text);
  }

  choose({ title, payload }) {
    return this.#outbox.add({ payload, ...this.#chosenLanguage() }, title);
  }

  retry(key) {
    return this.#outbox.retry(key);
  }

  /** The browser has no network; told also where nothing is waited for, since the next question would not get through. */
  loseContact() {
    this.#onContact(false);
  }

  /** Take up what another page of the tab has done with the conversation while this one lay in the back-forward cache. */
  async revive() {
    const { id } = this.#store.state;
    if (id !== this.#id) this.entries = [];
    this.#feed.stop();
    this.phase = "idle";
    await this.begin();
    if (this.phase === "ready") this.#outbox.retryAll();
  }

  /** Send again what failed for want of contact, and take the stream up again. */
  async wake({ online = true } = {}) {
    if (!this.live) this.#onContact(online);
    this.#feed.wake();
    if (this.phase === "unreachable") await this.begin();
    this.#outbox.retryAll();
  }

  stop() {
    this.#stopped = true;
    this.#feed.stop();
    this.#hours.stop();
    clearTimeout(this.#typingEnds);
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

  /** Go back to the bot instead of waiting; throws when an adviser was quicker. */
  async leaveQueue() {
    try {
      await this.#client.leaveQueue();
    } finally {
      await this.#catchUp();
    }
  }

  async askForCall(request) {
    const { receipt } = await this.#client.callback({ ...request, consent: true });
    this.#store.update({ receipt });
  }

  async returnCode() {
    return (await this.#client.returnCode()).code;
  }

  /** Go on with a conversation from elsewhere instead of this one. */
  async comeBack(code) {
    const found = await this.#client.comeBack(code);
    await this.#outbox.idle;
    this.#feed.stop();
    this.#clear();
    this.#store.forget();
    this.notice = null;
    this.#open(found);
  }

  async remove() {
    try {
      await this.#client.remove();
    } catch (error) {
      if (!error.gone) throw error;
    }
    const { draft, open, language, suggest, exit } = this.#store.state;
    this.#store.wipe({ draft, open, language, suggest, exit });
    this.#clear();
    this.dispatchEvent(new Event("deleted"));
    await this.#startAnew("deleted");
  }

  restart() {
    return this.#startAnew(null);
  }

  // The server is told the language of the page at the start, and of what was chosen since with all that is said.
  #chosenLanguage() {
    const { language: locale } = this.#store.state;
    return locale ? { locale } : {};
  }

  async #begin() {
    this.#set({ phase: "starting", problem: "" });
    try {
      if (this.#store.state.id) await this.#resume();
      else await this.#start();
    } catch (error) {
      return this.#set({ phase: "unreachable", problem: error.detail ?? "" });
    }
    if (this.phase === "ready") this.#outbox.resume();
  }

  async #start() {
    this.#open(await this.#client.start(this.#about));
  }

  async #resume() {
    try {
      this.#open(await this.#client.load());
    } catch (error) {
      if (!error.gone) throw error;
      await this.#startAnew("startedAnew");
    }
  }

  async #startAnew(notice) {
    this.#feed.stop();
    this.#store.forget();
    const waiting = this.entries.filter(({ status }) => status && status !== "sent");
    this.entries = waiting;
    this.#set({ phase: "starting", notice, mode: "bot", typing: null });
    this.entries = [];
    try {
      await this.#start();
      this.entries.push(...waiting);
      this.#set({});
    } catch (error) {
      this.entries.push(...waiting);
      this.#set({ phase: "unreachable", problem: error.detail ?? "" });
    }
  }

  #clear() {
    this.entries = [];
    this.#store.update({ pending: [] });
  }

  /** Begin with all of a conversation; the events that the feed tells come after it. */
  #open({ id, token, last_event_id: cursor = null, ...found }) {
    if (token) this.#store.update({ id, token });
    this.#id = this.#store.state.id;
    this.#feed.cursor = cursor;
    this.#loads += 1;
    this.phase = "ready";
    this.#take(found);
  }

  #take({ state, messages, adviser = null, queue = null, advisers = null, audience = null }) {
    accept(this.entries, messages);
    this.#hours.until(advisers?.changes_at);
    this.#set({ mode: state, adviser, queue: queue?.position ?? null, advisers, audience });
  }

  // Only what was asked for last counts, and nothing that was asked for before another conversation began.
  async #catchUp(mode) {
    const load = (this.#loads += 1);
    try {
      const found = await this.#client.load();
      if (load === this.#loads && !this.#stopped) this.#take(found);
    } catch {
      // The feed itself tells of a lost conversation or lost contact.
      if (!this.#stopped) this.#hours.until(this.advisers?.changes_at);
      if (mode) this.#set({ mode });
    }
  }

  #onContact(found) {
    if (found === this.contact) return;
    this.#set({ contact: found });
    if (found) this.#outbox.retryAll();
  }

  #onEvent(type, data, seq) {
    if (type === "message") {
      accept(this.entries, [data], seq);
      this.#onTyping(data.sender === "user" ? this.typing : null);
    } else if (type === "state") {
      // The feed tells old states again; only the conversation itself says which one holds.
      this.#onTyping(null);
      this.#catchUp();
    } else if (type === "typing") {
      this.#onTyping(data.active === false ? null : (data.sender ?? "adviser"));
    } else if (type === "queue") {
      this.#set({ queue: data.position ?? null });
    } else if (type === "advisers") {
      this.#hours.until(data.changes_at);
      this.#set({ advisers: data });
    }
  }

  // Who stops writing may not say so.
  #onTyping(typing) {
    clearTimeout(this.#typingEnds);
    if (typing) this.#typingEnds = setTimeout(() => this.#set({ typing: null }), TYPING_LASTS_MS);
    this.#set({ typing });
  }

  #set(changes) {
    Object.assign(this, changes);
    if (this.live !== this.#store.state.live) this.#store.update({ live: this.live });
    if (this.live && !this.#stopped) this.#feed.start();
    else this.#feed.stop();
    this.dispatchEvent(new Event("change"));
  }
}
