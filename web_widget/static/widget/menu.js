import { el } from "./dom.js";
import { icon } from "./icons.js";
import { withPart } from "./parts.js";

/** The button for what is seldom needed. The list, and what is asked before any of it, are fetched when they are first used. */
export class Menu {
  #context;
  #acts = null;
  button;
  element;

  constructor(shared) {
    const { strings } = shared;
    this.#context = shared;
    const name = { "aria-label": strings.menu };
    this.button = el(
      "button",
      { type: "button", class: "plain", ...name, "aria-expanded": "false", "aria-controls": "menu", onclick: () => this.#toggle() },
      icon("menu"),
    );
    this.element = el("div", { id: "menu", class: "menu", role: "group", ...name, hidden: true });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close({ focus = false } = {}) {
    this.#expand(false);
    if (focus) this.button.focus();
  }

  /** Ask something instead of showing the list. */
  ask(question) {
    return this.#use((acts) => acts.ask(question));
  }

  askForCall() {
    return this.#use((acts) => acts.askForCall());
  }

  #toggle() {
    if (this.isOpen) this.close();
    else this.#use((acts) => acts.list());
  }

  async #use(act) {
    this.#expand(true);
    const load = () => Promise.all([import("./menu_acts.js"), this.#context.features?.load()]);
    const begin = ([{ MenuActs }, more]) => {
      this.#acts ??= new MenuActs({ ...this.#context, more, show: (node) => this.#show(node), close: () => this.close({ focus: true }) });
      // Who has closed the menu meanwhile does not want it any more.
      if (this.isOpen) act(this.#acts);
    };
    await withPart(this.element, load, begin, this.#context.strings);
  }

  #show(node) {
    this.#expand(true);
    this.element.append(node);
  }

  #expand(open) {
    this.element.hidden = !open;
    this.element.replaceChildren();
    this.button.setAttribute("aria-expanded", String(open));
  }
}
