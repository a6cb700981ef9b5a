import { el } from "../widget/dom.js";
import { talk } from "./api.js";
import { words } from "./strings.js";

const SHOWN = 60;

/** Give one question to the editors: what may tell who asked is taken out, and the adviser sees what is left first. */
export class Giving {
  #id = null;
  #offered = "";

  constructor(root) {
    this.choice = root.querySelector("select");
    this.preview = root.querySelector("textarea");
    this.form = root.querySelector("form");
    this.said = root.querySelector("[role=status]");
    this.choice.addEventListener("change", () => this.#look());
    this.form.addEventListener("submit", (event) => this.#give(event));
  }

  /** Offer what the user has written; what spoke of danger is not for this. */
  offer(id, messages) {
    const asked = messages.filter(({ sender, danger }) => sender === "user" && !danger).reverse();
    const offered = `${id} ${asked.map((message) => message.id)}`;
    if (offered === this.#offered) return;
    const chosen = id === this.#id ? this.choice.value : "";
    this.#id = id;
    this.#offered = offered;
    this.choice.replaceChildren(el("option", { value: "" }, words.giving.choose), ...asked.map((message) => el("option", { value: message.id }, message.text.slice(0, SHOWN))));
    this.choice.value = asked.some((message) => message.id === chosen) ? chosen : "";
    if (!this.choice.value) this.#empty();
  }

  #empty() {
    this.preview.value = "";
    this.form.hidden = true;
    this.said.textContent = "";
  }

  async #look() {
    this.#empty();
    const message = this.choice.value;
    if (!message) return;
    try {
      const { text } = await talk.masked(this.#id, message);
      if (message !== this.choice.value) return;
      this.preview.value = text;
      this.form.hidden = false;
    } catch (error) {
      this.said.textContent = error.message;
    }
  }

  async #give(event) {
    event.preventDefault();
    const text = this.preview.value.trim();
    if (!text) return;
    try {
      await talk.giveToEditors(this.#id, this.choice.value, text);
      this.choice.value = "";
      this.#empty();
      this.said.textContent = words.giving.done;
      this.choice.focus();
    } catch (error) {
      this.said.textContent = error.message;
    }
  }
}
