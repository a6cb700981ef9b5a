const KEY = "kreft-chat";
// What the user chooses for this tab: the language, suggestions while typing, and a button that hides all at once.
const SETTINGS = { language: null, suggest: true, exit: false };

// `live` while a person is waited for or has the conversation; `seen` counts what the user has had before their eyes.
const empty = () => ({ id: null, token: null, draft: "", open: false, pending: [], rated: [], live: false, seen: 0, receipt: "", ...SETTINGS });

/** What one tab remembers over reloads and pages; gone when the tab closes. */
export class Store {
  #storage;
  #state;

  constructor(storage) {
    this.#storage = storage;
    this.reread();
  }

  get state() {
    return this.#state;
  }

  /** Take over what another page of the tab has written meanwhile. */
  reread() {
    this.#state = { ...empty(), ...this.#read() };
  }

  update(changes) {
    this.#state = { ...this.#state, ...changes };
    this.#write();
  }

  /** Forget the conversation, but not what the user has written and nobody has answered. */
  forget() {
    const { draft, open, pending, language, suggest, exit } = this.#state;
    this.update({ ...empty(), draft, open, pending, language, suggest, exit });
  }

  /** Forget everything that any part of the widget keeps, but for what is named. */
  wipe(kept = {}) {
    this.#state = { ...empty(), ...kept };
    try {
      for (const key of Object.keys(this.#storage)) if (key.startsWith(KEY)) this.#storage.removeItem(key);
    } catch {
      // Where nothing may be stored, nothing is.
    }
  }

  #read() {
    try {
      const saved = JSON.parse(this.#storage?.getItem(KEY) ?? "{}");
      return typeof saved === "object" && !Array.isArray(saved) ? saved : {};
    } catch {
      return {};
    }
  }

  #write() {
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#state));
    } catch {
      // A full or forbidden storage costs the memory over reloads, never the conversation at hand.
    }
  }
}

/** The tab's storage, or null where the page may not use it. */
export function tabStorage() {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}
