import { el } from "../widget/dom.js";
import { talk } from "./api.js";
import { words } from "./strings.js";

const MAX_TEXT = 2000;
const TYPING_EVERY_MS = 3000;

/** Where the adviser writes; the draft is kept over a reload. */
export class Composer {
  #typedAt = 0;

  constructor(id, { drafts, send }) {
    Object.assign(this, { id, drafts, send });
    this.text = el("textarea", { id: `svar-${id}`, rows: 3, placeholder: words.placeholder, oninput: () => this.#typed(), onkeydown: (event) => this.#key(event) });
    this.label = el("label", { for: this.text.id, class: "sr-only" });
    this.attachment = el("p", { class: "attachment", hidden: true });
    this.problem = el("p", { class: "problem", role: "alert" });
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.attachment,
      this.label,
      this.text,
      el("button", { class: "button" }, words.send),
      this.problem,
    );
    this.#showDraft();
  }

  setName(name) {
    this.label.textContent = words.composer(name);
  }

  focus() {
    this.text.focus();
  }

  /** Put a ready text where the caret is. */
  insert(text) {
    const { selectionStart, selectionEnd } = this.text;
    this.text.setRangeText(text, selectionStart, selectionEnd, "end");
    this.#typed();
    this.focus();
  }

  attach(article) {
    this.drafts.keep(this.id, { article, text: this.text.value });
    this.#showDraft();
    this.focus();
  }

  /** Take a message back that did not get away. */
  takeBack({ text, article }) {
    this.drafts.keep(this.id, { text: [this.text.value, text].filter(Boolean).join("\n"), article });
    this.#showDraft();
    this.focus();
  }

  #showDraft() {
    const { text, article } = this.drafts.of(this.id);
    this.text.value = text;
    this.attachment.hidden = !article;
    this.attachment.replaceChildren();
    if (!article) return;
    const detach = () => this.attach(null);
    this.attachment.append(
      words.attached(article.title),
      el("button", { type: "button", "aria-label": words.detach(article.title), onclick: detach }, words.discard),
    );
  }

  #typed() {
    this.drafts.keep(this.id, { text: this.text.value });
    this.#showLength();
    if (!this.text.value.trim() || Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = Date.now();
    talk.types(this.id).catch(() => {});
  }

  #showLength() {
    const over = [...this.text.value.trim()].length - MAX_TEXT;
    this.problem.textContent = over > 0 ? words.tooLong(over) : "";
    this.text.toggleAttribute("aria-invalid", over > 0);
    return over <= 0;
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.node.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const { article } = this.drafts.of(this.id);
    const text = this.text.value.trim() || (article && words.articleText(article.title));
    if (!text || !this.#showLength()) return;
    this.drafts.keep(this.id, { text: "", article: null });
    this.#showDraft();
    this.#typedAt = 0;
    this.send({ text, article });
  }
}
