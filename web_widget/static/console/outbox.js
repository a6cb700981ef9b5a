import { hideIdentityNumbers } from "../widget/masking.js";
import { uuid } from "../widget/uuid.js";
import { talk } from "./api.js";

const KEY = "radgiver.utboks";
const PAUSES_MS = [1000, 2000, 4000, 8000];
const AGAIN_MS = 15_000;

/** What the adviser has sent and the server has not confirmed: one at a time, in order, kept over a reload. */
export class Outbox {
  #kept;
  #busy = new Set();

  constructor({ changed, sent, send = talk.say, storage = sessionStorage, pauses = PAUSES_MS, later = (act) => setTimeout(act, AGAIN_MS) }) {
    Object.assign(this, { changed, sent, send, storage, pauses, later });
    this.#kept = JSON.parse(storage.getItem(KEY) ?? "{}");
  }

  of(id) {
    return this.#kept[id] ?? [];
  }

  /** The conversations that something still has to be sent to. */
  get ids() {
    return Object.keys(this.#kept);
  }

  add(id, message) {
    const text = hideIdentityNumbers(message.text);
    this.#keep(id, [...this.of(id), { ...message, text, client_message_id: uuid(), status: "sending" }]);
    return this.flush(id);
  }

  remove(id, clientId) {
    this.#keep(id, this.of(id).filter((each) => each.client_message_id !== clientId));
  }

  drop(id) {
    if (this.of(id).length) this.#keep(id, []);
  }

  /** Take out what the server has shown to be stored. */
  confirm(id, messages) {
    const stored = new Set(messages.map((message) => message.client_message_id));
    if (this.of(id).some((each) => stored.has(each.client_message_id))) {
      this.#keep(id, this.of(id).filter((each) => !stored.has(each.client_message_id)));
    }
  }

  retry(id) {
    for (const each of this.of(id)) each.status = "sending";
    return this.flush(id);
  }

  /** Send what waits, the oldest first; what comes after a message that failed waits behind it. */
  async flush(id) {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      for (let first = this.of(id)[0]; first; first = this.of(id)[0]) {
        if (!(await this.#deliver(id, first))) return;
      }
    } finally {
      this.#busy.delete(id);
    }
  }

  async #deliver(id, item) {
    const { text, article, client_message_id } = item;
    for (const pause of [...this.pauses, null]) {
      try {
        const message = await this.send(id, { text, article: article?.slug ?? null, client_message_id });
        this.remove(id, client_message_id);
        this.sent(id, message);
        return true;
      } catch (error) {
        if (!error.passes || pause === null) return this.#fail(id, item, error);
        this.#mark(id, item, "retrying");
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return false;
  }

  #fail(id, item, error) {
    item.problem = error.message;
    item.reason = reasonOf(error);
    this.#mark(id, item, "failed");
    if (error.passes) this.later(() => item.status === "failed" && this.of(id).includes(item) && this.retry(id));
    return false;
  }

  #mark(id, item, status) {
    item.status = status;
    this.#keep(id, this.of(id));
  }

  #keep(id, items) {
    if (items.length) this.#kept[id] = items;
    else delete this.#kept[id];
    this.storage.setItem(KEY, JSON.stringify(this.#kept));
    this.changed(id);
  }
}

/** Tell why a message was not sent: no `contact`, signed `out`, or `refused`. */
function reasonOf({ passes, status }) {
  if (passes) return "contact";
  return status === 401 ? "out" : "refused";
}
