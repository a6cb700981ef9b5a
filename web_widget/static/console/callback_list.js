import * as api from "./api.js";

/** The call-back requests on their page; a new one comes in while what is open and in focus stays. */
export class CallbackList {
  #shown;

  constructor(list, empty) {
    Object.assign(this, { list, empty });
    this.#shown = list.dataset.shown;
  }

  /** Fetch the requests anew when the overview tells of others than are shown. */
  async show({ callbacks, last_callback: last }) {
    const told = `${callbacks} ${last}`;
    if (told === this.#shown) return;
    const before = this.#shown;
    this.#shown = told;
    try {
      this.#draw((await api.callbacks()).html);
    } catch {
      this.#shown = before; // the next overview tells it again
    }
  }

  #draw(html) {
    const fresh = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelectorAll("li");
    const before = new Map([...this.list.children].map((node) => [node.dataset.key, node]));
    for (const node of fresh) if (!before.delete(node.dataset.key)) this.list.append(node);
    for (const handled of before.values()) handled.remove();
    this.empty.hidden = fresh.length > 0;
  }
}
