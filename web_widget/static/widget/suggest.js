import { el } from "./dom.js";
import { ofArticle } from "./spoken.js";

const PAUSE_MS = 250;
const FEWEST_LETTERS = 3;
const MOST_LETTERS = 100;
// What looks like a number or an address of somebody's stays where it is written.
const PERSONAL = /\d{5}|@/;

/** Articles suggested under a field while a question is typed in it. Typing, sending and the caret's keys work as before: only
 * the arrow down from the end of the text goes into the list. */
export class SuggestionBox {
  #field;
  #ask;
  #choose;
  #strings;
  #list;
  #status;
  #timer;
  #request = null;
  #shown = [];
  #active = -1;
  #listeners;
  element;

  /** @param {{field: HTMLElement, ask: (text: string, signal: AbortSignal) => Promise<object[]>, choose: (article: object) => void, strings: object}} ports
   * `ask` gives `{slug, title, section, url}` each, or nothing where none should be suggested */
  constructor({ field, ask, choose, strings, id = "suggestions" }) {
    this.#field = field;
    this.#ask = ask;
    this.#choose = choose;
    this.#strings = strings;
    this.#list = el("ul", { id, class: "suggestions", role: "listbox", "aria-label": strings.suggestions, hidden: true });
    this.#status = el("p", { class: "sr sr-only", role: "status" });
    this.element = el("div", { class: "suggest" }, this.#list, this.#status);
    for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-controls": id })) field.setAttribute(name, value);
    this.#listeners = {
      input: () => this.look(),
      // Before the field's own: Enter on a suggestion must not send the text.
      keydown: (event) => this.#onKey(event),
      blur: () => this.close(),
    };
    for (const [name, listener] of Object.entries(this.#listeners)) field.addEventListener(name, listener, { capture: true });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** Suggest for what stands in the field, once nothing more is typed. */
  look() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const text = this.#field.value.trim();
    if (text.length < FEWEST_LETTERS || text.length > MOST_LETTERS || PERSONAL.test(text)) return this.close();
    this.#timer = setTimeout(() => this.#load(text), PAUSE_MS);
  }

  close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#show([]);
  }

  destroy() {
    this.close();
    for (const [name, listener] of Object.entries(this.#listeners)) this.#field.removeEventListener(name, listener, { capture: true });
    for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) this.#field.removeAttribute(name);
    this.element.remove();
  }

  async #load(text) {
    const request = (this.#request = new AbortController());
    let found = [];
    try {
      found = await this.#ask(text, request.signal);
    } catch {
      // Without suggestions the field is what it was.
    }
    if (!request.signal.aborted && this.#field.matches(":focus")) this.#show(found);
  }

  #show(articles) {
    const { suggested } = this.#strings;
    this.#shown = articles;
    this.#list.replaceChildren(...articles.map((article, place) => this.#option(article, place)));
    this.#list.hidden = articles.length === 0;
    if (this.#field.getAttribute("role") === "combobox") this.#field.setAttribute("aria-expanded", String(this.isOpen));
    this.#status.textContent = articles.length ? suggested(articles.length) : "";
    this.#activate(-1);
  }

  #option(article, place) {
    const section = article.section && article.section !== article.title && el("span", { class: "section" }, article.section);
    const take = (event) => {
      event.preventDefault();
      this.#take(place);
    };
    // The field keeps the focus, and so a press is taken before it could move it.
    const option = el(
      "li",
      { id: `${this.#list.id}-${place}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: take },
      el("span", { class: "title" }, article.title),
      section,
    );
    return ofArticle(option, this.#strings);
  }

  #take(place) {
    const article = this.#shown[place];
    this.close();
    this.#choose(article);
  }

  #activate(place) {
    this.#active = place;
    for (const [other, option] of [...this.#list.children].entries()) option.setAttribute("aria-selected", String(other === place));
    const option = this.#list.children[place];
    if (option) this.#field.setAttribute("aria-activedescendant", option.id);
    else this.#field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView?.({ block: "nearest" });
  }

  #onKey(event) {
    if (!this.isOpen || event.isComposing) return;
    if (event.key === "Enter" && this.#active < 0) return this.close();
    const act = this.#actionOf(event);
    if (!act) return undefined;
    event.preventDefault();
    event.stopImmediatePropagation();
    return act();
  }

  #actionOf({ key, altKey, ctrlKey, metaKey, shiftKey }) {
    if (altKey || ctrlKey || metaKey || shiftKey) return null;
    const chosen = this.#active;
    if (key === "Escape") return () => this.close();
    if (key === "Enter" && chosen >= 0) return () => this.#take(chosen);
    if (key === "ArrowUp" && chosen >= 0) return () => this.#activate(chosen - 1);
    if (key !== "ArrowDown" || (chosen < 0 && !this.#isAtEnd())) return null;
    return () => this.#activate(Math.min(chosen + 1, this.#shown.length - 1));
  }

  #isAtEnd() {
    return this.#field.selectionEnd === this.#field.value.length;
  }
}
