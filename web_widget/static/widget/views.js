import { el } from "./dom.js";
import { icon } from "./icons.js";

/** One section at a time in the place of the conversation: an article, a list. */
export class Views {
  #cover;
  #back;
  #fallback;
  #view = null;
  #onBack = () => this.close();
  #title = el("h3", { id: "view-title", tabindex: "-1" });
  #news = el("p", { class: "note", role: "status" });
  #body = el("div", { class: "view-body" });
  element;

  /** @param {{strings: object, cover: (covered: boolean) => void, back: BackButton, fallback: () => void}} ports
   * `cover` hides the conversation and shows it again, `fallback` takes the focus when whoever had it is gone */
  constructor({ strings, cover, back, fallback }) {
    this.#cover = cover;
    this.#back = back;
    this.#fallback = fallback;
    this.element = el(
      "section",
      { class: "view", "aria-labelledby": "view-title", hidden: true },
      el(
        "div",
        { class: "view-head" },
        el("button", { type: "button", class: "more", onclick: () => this.close() }, icon("arrow"), strings.backToChat),
        this.#news,
      ),
      this.#title,
      this.#body,
    );
  }

  get isOpen() {
    return this.#view !== null;
  }

  /** Show a node under a heading; what was shown before gives way. */
  open({ title, node, onClose }) {
    const opener = this.#view?.opener ?? this.element.getRootNode().activeElement;
    if (this.#view) this.#leave();
    else this.#back.add(this.#onBack);
    this.#view = { opener, onClose };
    this.#title.replaceChildren(title);
    this.#body.replaceChildren(node);
    this.#cover(true);
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.#title.focus();
  }

  close({ focus = true } = {}) {
    if (!this.#view) return;
    const { opener } = this.#view;
    this.#leave();
    this.#back.remove(this.#onBack);
    this.element.hidden = true;
    this.#cover(false);
    if (!focus) return;
    opener?.focus();
    if (!opener || this.element.getRootNode().activeElement !== opener) this.#fallback();
  }

  /** Say that something came in the conversation meanwhile. */
  tell(words) {
    if (this.#view) this.#news.textContent = words;
  }

  #leave() {
    const { onClose } = this.#view;
    this.#view = null;
    this.#body.replaceChildren();
    this.#news.textContent = "";
    onClose?.();
  }
}
