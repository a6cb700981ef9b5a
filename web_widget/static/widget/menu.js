import { el } from "./dom.js";
import { icon } from "./icons.js";

/** What is seldom needed: a copy of the conversation, deleting it, the articles. */
export class Menu {
  #conversation;
  #strings;
  #confirm;
  #remove;
  #note;
  button;
  element;

  constructor({ conversation, strings, site }) {
    this.#conversation = conversation;
    this.#strings = strings;
    this.button = el(
      "button",
      { type: "button", class: "plain", "aria-label": strings.menu, "aria-expanded": "false", "aria-controls": "menu", onclick: () => this.#toggle() },
      icon("menu"),
    );
    this.element = this.#build(new URL("artikler", site).href);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close({ focus = false } = {}) {
    this.element.hidden = true;
    this.#ask(false);
    this.#note.textContent = "";
    this.button.setAttribute("aria-expanded", "false");
    if (focus) this.button.focus();
  }

  #build(articles) {
    const { download, remove, removeQuestion, removeConfirm, removeCancel, articles: read, newTab, menu } = this.#strings;
    this.#note = el("p", { class: "note", role: "status" });
    this.#remove = el("button", { type: "button", onclick: () => this.#ask(true) }, remove);
    this.#confirm = el(
      "div",
      { class: "confirm", role: "group", "aria-label": removeQuestion, hidden: true },
      el("p", {}, removeQuestion),
      el("button", { type: "button", class: "solid", onclick: () => this.#delete() }, removeConfirm),
      el("button", { type: "button", onclick: () => this.#keep() }, removeCancel),
    );
    return el(
      "div",
      { id: "menu", class: "menu", role: "group", "aria-label": menu, hidden: true },
      el("button", { type: "button", onclick: () => this.#download() }, download),
      this.#remove,
      this.#confirm,
      el("a", { href: articles, target: "_blank", rel: "noopener" }, read, el("span", { class: "sr" }, ` ${newTab}`)),
      this.#note,
    );
  }

  #toggle() {
    if (this.isOpen) return this.close();
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  #ask(asking) {
    this.#confirm.hidden = !asking;
    this.#remove.hidden = asking;
    if (asking) this.#confirm.querySelector("button").focus();
  }

  #keep() {
    this.#ask(false);
    this.#remove.focus();
  }

  async #delete() {
    try {
      await this.#conversation.remove();
      this.close({ focus: true });
    } catch {
      this.#note.textContent = this.#strings.removeFailed;
    }
  }

  async #download() {
    try {
      save(await this.#conversation.transcript(), this.#strings.downloadName);
      this.close({ focus: true });
    } catch {
      this.#note.textContent = this.#strings.downloadFailed;
    }
  }
}

function save(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
