import { hideIdentityNumbers } from "../widget/masking.js";

const KEY = "radgiver.kladder";

/** What the adviser has begun to write in each conversation, and the article attached; kept over a reload. */
export class Drafts {
  #kept;

  constructor(storage = sessionStorage) {
    this.storage = storage;
    this.#kept = JSON.parse(storage.getItem(KEY) ?? "{}");
  }

  of(id) {
    return this.#kept[id] ?? { text: "", article: null };
  }

  keep(id, change) {
    const draft = { ...this.of(id), ...change };
    draft.text = hideIdentityNumbers(draft.text);
    if (draft.text || draft.article) this.#kept[id] = draft;
    else delete this.#kept[id];
    this.storage.setItem(KEY, JSON.stringify(this.#kept));
  }
}
