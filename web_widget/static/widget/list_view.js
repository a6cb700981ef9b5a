import { el } from "./dom.js";
import { saveList, printList } from "./list_page.js";
import { renderMarkup } from "./markup.js";
import { passageNodes, sourceOf } from "./passage.js";
import { ofArticle } from "./spoken.js";

const MOST_CHARACTERS = 1000;
const SHOWN_IN_NAME = 40;
const CHECKLIST_ARTICLE = "forberede-legetimen";

/** The list for the doctor in the place of the conversation: own words, passages, and what an article says to remember. */
export class ListView {
  #list;
  #context;
  #strings;
  #own = el("ol", { class: "kept" });
  #empty;
  #actions;
  #checks = el("div", { class: "checks" });
  #status = el("p", { class: "sr", role: "status" });
  #field;
  #article = null;
  #sync = () => this.#draw();

  constructor(list, context) {
    this.#list = list;
    this.#context = context;
    this.#strings = context.strings;
  }

  async open() {
    const { listTitle, listInfo } = this.#strings;
    this.#empty = el("p", { class: "quiet" }, this.#strings.listEmpty);
    this.#actions = this.#buttons();
    const node = el("div", { class: "doctor" }, el("p", {}, listInfo), this.#form(), this.#empty, this.#own, this.#actions, this.#checks, this.#status);
    this.#list.addEventListener("change", this.#sync);
    this.#context.views.open({ title: listTitle, node, onClose: () => this.#list.removeEventListener("change", this.#sync) });
    this.#draw();
    await this.#loadChecks();
  }

  #form() {
    const { listWrite, addQuestion, addNote } = this.#strings;
    const field = (this.#field = el("textarea", { id: "own-words", rows: "2", maxlength: MOST_CHARACTERS }));
    const add = (kind) => {
      const text = field.value.trim();
      if (text) this.#list.add({ kind, text });
      field.value = "";
      field.focus();
      if (text) this.#tell(this.#strings.added);
    };
    const button = (words, kind) => el("button", { type: "button", class: "pill", onclick: () => add(kind) }, words);
    return el(
      "div",
      { class: "own" },
      el("label", { for: "own-words" }, listWrite),
      field,
      el("div", { class: "row" }, button(addQuestion, "question"), button(addNote, "note")),
    );
  }

  #buttons() {
    const { print, saveAsPage, clearList } = this.#strings;
    const button = (words, act) => el("button", { type: "button", class: "pill", onclick: act }, words);
    const page = () => ({ items: this.#list.items, strings: this.#strings, links: this.#context.links });
    return el(
      "div",
      { class: "row" },
      button(print, () => printList(page())),
      button(saveAsPage, () => saveList(page())),
      button(clearList, () => this.#askToClear()),
    );
  }

  #askToClear() {
    const { clearQuestion, clearConfirm, clearCancel } = this.#strings;
    const yes = () => {
      this.#list.clear();
      back();
      this.#tell(this.#strings.cleared);
    };
    const back = () => {
      const buttons = this.#buttons();
      this.#actions.replaceWith(buttons);
      this.#actions = buttons;
      this.#draw();
      (buttons.hidden ? this.#field : buttons.lastChild).focus();
    };
    const confirm = el("button", { type: "button", class: "pill", onclick: yes }, clearConfirm);
    const question = el(
      "div",
      { class: "row", role: "group", "aria-label": clearQuestion },
      el("p", {}, clearQuestion),
      confirm,
      el("button", { type: "button", class: "pill", onclick: back }, clearCancel),
    );
    this.#actions.replaceWith(question);
    this.#actions = question;
    confirm.focus();
  }

  #draw() {
    const { items } = this.#list;
    this.#empty.hidden = items.length > 0;
    this.#actions.hidden = items.length === 0;
    this.#own.hidden = items.length === 0;
    this.#own.replaceChildren(...items.map((item, place) => this.#item(item, place)));
    for (const box of this.#checks.querySelectorAll("input")) box.checked = this.#list.has("check", box.value);
  }

  #item(item, place) {
    const { kinds, moveUp, moveDown, takeAway } = this.#strings;
    const last = this.#list.items.length - 1;
    const name = shortened(item.text);
    const button = (act, words, sign, press, disabled) =>
      el("button", { type: "button", class: "small", "data-act": act, "aria-label": `${words}: ${name}`, title: words, disabled, onclick: press }, sign);
    return el(
      "li",
      { "data-id": item.id },
      el("p", { class: "kicker" }, kinds[item.kind]),
      ...this.#words(item),
      el(
        "div",
        { class: "row" },
        button("up", moveUp, "↑", () => this.#move(item, -1, "up"), place === 0),
        button("down", moveDown, "↓", () => this.#move(item, 1, "down"), place === last),
        button("remove", takeAway, takeAway, () => this.#remove(item, place)),
      ),
    );
  }

  #words(item) {
    const { kind, text, article } = item;
    if (kind !== "passage") return [el("p", { class: "words" }, text)];
    const { strings, links } = this.#context;
    const from = article && el("p", { class: "quiet" }, sourceOf(article, strings));
    return [ofArticle(el("div", { class: "words" }, ...passageNodes(item, links)), strings), from].filter(Boolean);
  }

  #move(item, by, act) {
    const to = this.#list.move(item.id, by);
    this.#tell(this.#strings.movedTo(to + 1));
    const row = this.#own.querySelector(`[data-id="${item.id}"]`);
    const button = row.querySelector(`[data-act="${act}"]`);
    (button.disabled ? row.querySelector("button:enabled") : button).focus();
  }

  #remove({ id }, place) {
    this.#list.remove(id);
    this.#tell(this.#strings.removed);
    const next = this.#own.children[Math.min(place, this.#own.children.length - 1)];
    (next?.querySelector('[data-act="remove"]') ?? this.#field).focus();
  }

  #tell(words) {
    this.#status.textContent = words;
  }

  async #loadChecks() {
    const { checklist, checklistFailed, retry } = this.#strings;
    try {
      this.#article ??= await this.#context.client.article(CHECKLIST_ARTICLE);
      const groups = this.#article.sections.map((section) => this.#group(section)).filter(Boolean);
      this.#checks.replaceChildren(el("h4", {}, checklist(this.#article.title)), ...groups);
    } catch {
      const again = el("button", { type: "button", class: "pill", onclick: () => this.#loadChecks() }, retry);
      this.#checks.replaceChildren(el("p", { class: "notice" }, checklistFailed), again);
    }
    this.#draw();
  }

  /** What a section lists is what may be ticked; a section without a list has nothing for a checklist. */
  #group({ heading, markup }) {
    const drawn = el("div", {}, ...renderMarkup(markup, this.#context.links));
    const points = [...drawn.querySelectorAll("li")].map(({ textContent }) => textContent.trim());
    if (!points.length) return null;
    const box = (point) => {
      const tick = (event) => (event.target.checked ? this.#list.add({ kind: "check", text: point }) : this.#list.drop("check", point));
      return el("label", {}, el("input", { type: "checkbox", value: point, onchange: tick }), el("span", {}, point));
    };
    return ofArticle(el("fieldset", {}, el("legend", {}, heading), ...points.map(box)), this.#strings);
  }
}

function shortened(text) {
  const plain = text.replace(/[*_#[\]]/g, "").trim();
  return plain.length > SHOWN_IN_NAME ? `${plain.slice(0, SHOWN_IN_NAME)} …` : plain;
}
