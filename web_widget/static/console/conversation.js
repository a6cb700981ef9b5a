import { talk } from "./api.js";

/** What this page knows of one conversation; fetched with a cursor, so that nothing is lost or comes twice. */
export class Conversation {
  messages = [];
  typing = false;
  #cursor = 0;
  #read = 0;
  #fetching = null;
  #again = false;

  constructor(id, { changed, lost }) {
    Object.assign(this, { id, changed, lost });
  }

  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** Fetch what is new; calls that come meanwhile are one more fetch after this one. */
  refresh() {
    this.#again = true;
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch() {
    while (this.#again) {
      this.#again = false;
      try {
        this.#take(await talk.read(this.id, this.#cursor));
      } catch (error) {
        if (error.status === 404) return this.lost(this);
        if (!error.passes) throw error;
      }
    }
  }

  #take({ messages, cursor, typing }) {
    const fresh = messages.filter((message) => message.seq > this.lastSeq);
    this.messages.push(...fresh);
    this.#cursor = Math.max(this.#cursor, cursor);
    this.typing = typing;
    this.changed(this, fresh);
  }

  /** Tell the server that everything shown here was read. */
  async markRead() {
    const seq = this.lastSeq;
    if (seq <= this.#read) return;
    this.#read = seq;
    try {
      await talk.markRead(this.id, seq);
    } catch {
      this.#read = 0;
    }
  }
}
