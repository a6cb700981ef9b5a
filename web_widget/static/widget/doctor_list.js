import { uuid } from "./uuid.js";

export const LIST_KEY = "kreft-chat-list";
const KINDS = ["question", "note", "check", "passage"];

/** What somebody collects for the doctor; in this tab only, and gone with it. Dispatches `change`. */
export class DoctorList extends EventTarget {
  #storage;
  /** In the order of the user: `{id, kind, text, markup?, article?}`; a passage's text is Markdown, `markup` what the server made of it, and `article` says where it is from. */
  items;

  constructor(storage) {
    super();
    this.#storage = storage;
    this.items = this.#read();
  }

  has(kind, text) {
    return this.items.some((item) => item.kind === kind && item.text === text);
  }

  /** Add something at the end, once. */
  add(item) {
    if (!this.has(item.kind, item.text)) this.#set([...this.items, { ...item, id: uuid() }]);
  }

  change(id, text) {
    this.#set(this.items.map((item) => (item.id === id ? { ...item, text } : item)));
  }

  remove(id) {
    this.#set(this.items.filter((item) => item.id !== id));
  }

  drop(kind, text) {
    this.#set(this.items.filter((item) => item.kind !== kind || item.text !== text));
  }

  /** Move something by so many places; returns its new place. */
  move(id, by) {
    const from = this.items.findIndex((item) => item.id === id);
    const to = Math.max(0, Math.min(this.items.length - 1, from + by));
    const items = [...this.items];
    items.splice(to, 0, ...items.splice(from, 1));
    this.#set(items);
    return to;
  }

  clear() {
    this.#set([]);
  }

  #set(items) {
    this.items = items;
    try {
      this.#storage?.setItem(LIST_KEY, JSON.stringify(items));
    } catch {
      // A full or forbidden storage costs the memory over reloads, never the list at hand.
    }
    this.dispatchEvent(new Event("change"));
  }

  #read() {
    try {
      const saved = JSON.parse(this.#storage?.getItem(LIST_KEY) ?? "[]");
      return saved.filter(({ id, kind, text }) => id && KINDS.includes(kind) && typeof text === "string");
    } catch {
      return [];
    }
  }
}
