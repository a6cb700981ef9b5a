import { el } from "../widget/dom.js";
import { talk } from "./api.js";
import { words } from "./strings.js";
import { whenClock } from "./times.js";

/** Notes on a conversation that only advisers see; what is begun is kept for each conversation. */
export class Notes {
  #begun = new Map();
  #shown = null;

  constructor(root, current) {
    this.current = current;
    this.list = root.querySelector("ul");
    this.form = root.querySelector("form");
    this.text = root.querySelector("textarea");
    this.problem = root.querySelector("[role=alert]");
    this.form.addEventListener("submit", (event) => this.#save(event));
  }

  async show() {
    if (this.#shown) this.#begun.set(this.#shown, this.text.value);
    const id = this.current();
    this.#shown = id;
    this.text.value = this.#begun.get(id) ?? "";
    this.problem.textContent = "";
    this.list.replaceChildren();
    const found = await talk.notes(id).catch(() => null);
    if (found && id === this.#shown) this.#draw(found.notes);
  }

  #draw(notes) {
    const drawn = notes.map(({ at, adviser_name, text }) => el("li", {}, el("p", { class: "quiet" }, `${adviser_name}, ${whenClock(at)}`), el("p", { class: "note" }, text)));
    this.list.replaceChildren(...(drawn.length ? drawn : [el("li", { class: "quiet" }, words.noNotes)]));
  }

  async #save(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    const id = this.#shown;
    if (!text) return;
    try {
      const { notes } = await talk.addNote(id, text);
      this.#begun.delete(id);
      if (id !== this.#shown) return;
      this.text.value = "";
      this.problem.textContent = "";
      this.#draw(notes);
    } catch (error) {
      this.problem.textContent = error.message;
    }
  }
}
