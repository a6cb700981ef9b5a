import { el } from "../widget/dom.js";
import * as api from "./api.js";
import { settle } from "./conflict.js";
import { Draft } from "./draft.js";
import { Fields } from "./fields.js";
import { showFindings } from "./findings.js";
import { Kept } from "./kept.js";
import { listForm } from "./lists.js";
import { divide, headings, linesOf } from "./paper.js";
import { Preview } from "./preview.js";
import { words } from "./strings.js";
import { TextEditor } from "./text.js";
import { toolbar } from "./toolbar.js";
import { tryMessages } from "./trying.js";

const LOOK_MS = 700;

/** A document on the page: its form, its text, and what follows from each change. */
export class Document {
  #mode;
  #head = "";
  #text;
  #looking;
  #lookAt;

  constructor(root) {
    this.root = root;
    const settings = JSON.parse(root.dataset.editor);
    this.settings = settings;
    this.part = root.dataset.part;
    this.url = `/redaksjon/${settings.kind}/${settings.key}`;
    this.base = settings.text;
    this.revision = settings.revision;
    this.kept = new Kept(`${settings.kind}/${settings.key}`);
    this.#build();
    this.#show(settings.text, settings.fields);
    this.draft = new Draft({
      read: () => this.#written(),
      send: (written, options) => api.put(`${this.url}/utkast`, { text: written.text, fields: written.fields, revision: written.revision }, options),
      show: (state, detail) => this.#tell(state, detail),
      clash: (draft) => this.#clash(draft),
      taken: (answer, sent) => this.#taken(answer, sent),
      store: this.kept,
    });
    showFindings(this.findings, settings.findings, (line) => this.#goTo(line));
    this.#takeUp();
    this.#look();
    addEventListener("pagehide", () => this.draft.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.draft.hide());
    addEventListener("beforeunload", (event) => this.draft.unsaved && !this.draft.fits() && event.preventDefault());
    addEventListener("online", () => this.draft.save());
  }

  #build() {
    const { settings, root } = this;
    const readOnly = !settings.open;
    const changed = () => this.#changed();
    const find = (name) => root.querySelector(`[data-${name}]`);
    this.state = find("save-state");
    this.findings = find("findings");
    this.lix = find("lix");
    this.source = find("source");
    this.formPlace = find("front-matter") ?? find("list");
    const place = find("fields") ?? find("list");
    const shared = { choices: settings.choices, readOnly, changed };
    if (this.part === "article") this.form = new Fields(place, shared);
    else if (place) this.form = listForm(this.part, place, shared);
    const { bar, shortcuts } = toolbar(() => this.text, settings.choices.articles);
    if (this.part === "article" && !readOnly) find("toolbar").append(bar);
    this.text = new TextEditor(find("text"), {
      text: "",
      label: words.sourceArea,
      readOnly,
      changed,
      moved: (line) => this.preview?.follow(line, headings(this.text.value)),
      shortcuts: this.part === "article" ? shortcuts : [],
    });
    if (find("preview-place")) this.preview = new Preview(find("preview-place"), root.querySelectorAll("[data-preview]"));
    if (find("try")) tryMessages(find("try"), find("tried"), `${this.url}/prov`, () => this.#written());
    if (this.form) this.#buildSwitch();
    filterRows(find("row-filter"), find("rows"));
    for (const form of document.querySelectorAll("[data-decision]")) form.addEventListener("submit", (event) => this.#decide(event));
  }

  #buildSwitch() {
    this.modes = ["form", "source"].map((mode) => el("button", { type: "button", "aria-pressed": "false", onclick: () => this.#turn(mode) }, words[mode]));
    this.broken = el("p", { class: "notice", hidden: true }, words.brokenForm);
    this.root.querySelector(".writing").prepend(el("div", { class: "switch", role: "group", "aria-label": words.mode }, ...this.modes), this.broken);
  }

  /** Show a text, in the form where it can be read. */
  #show(text, fields, mode = fields && this.form ? "form" : "source") {
    this.#mode = mode;
    this.#text = text;
    const isArticle = this.part === "article";
    const { head, body } = divide(text);
    this.#head = mode === "form" && isArticle ? head : "";
    if (mode === "form") this.form.show(fields);
    this.text.value = mode === "form" && isArticle ? body : text;
    this.text.name(mode === "form" && isArticle ? words.textArea : words.sourceArea);
    if (!this.form) return;
    this.broken.hidden = Boolean(fields);
    this.formPlace.hidden = mode !== "form";
    this.source.hidden = mode === "form" && !isArticle;
    this.modes.forEach((button, index) => button.setAttribute("aria-pressed", String(index === (mode === "form" ? 0 : 1))));
  }

  /** What stands on the page now. */
  #written() {
    const { revision } = this;
    if (this.#mode === "source") return { text: this.text.value, fields: null, revision };
    const text = this.part === "article" ? this.#head + this.text.value : this.#text;
    return { text, fields: this.form.value, revision };
  }

  async #turn(mode) {
    if (mode === this.#mode) return;
    const written = this.#written();
    const shown = await this.#shown(written);
    if (shown) this.#show(shown.text, shown.fields, mode === "form" && shown.fields ? "form" : "source");
  }

  /** Let the server write the fields into the text, or read them from it. */
  async #shown({ text, fields }) {
    try {
      return await api.post(`${this.url}/skjema`, { text, fields });
    } catch (error) {
      this.#tell("failed", error.message);
      return null;
    }
  }

  #changed() {
    this.draft.touch();
    clearTimeout(this.#lookAt);
    this.#lookAt = setTimeout(() => this.#look(), LOOK_MS);
  }

  #taken(answer) {
    this.revision = answer.revision;
    this.base = answer.text;
    this.#text = answer.text;
    if (this.#mode === "form" && this.part === "article") this.#head = divide(answer.text).head;
    for (const form of document.querySelectorAll("[data-decision]")) {
      form.hidden = false;
      form.elements.revision.value = answer.revision;
    }
  }

  #tell(state, detail) {
    this.state.dataset.saveState = state;
    const text = { saved: () => (detail ? words.saved(detail) : ""), failed: () => words.states.failed(detail) }[state]?.() ?? words.states[state];
    const retry = state === "failed" && el("button", { type: "button", class: "plain", onclick: () => this.draft.save() }, words.retry);
    this.state.replaceChildren(...[text, retry && " ", retry].filter(Boolean));
  }

  /** Put in again what this tab had not saved when it was left. */
  #takeUp() {
    const kept = this.kept.get();
    const { settings } = this;
    const same = kept && kept.text === settings.text && (!kept.fields || JSON.stringify(kept.fields) === JSON.stringify(this.#written().fields));
    if (!kept || same || !settings.open) return this.kept.drop();
    this.revision = kept.revision;
    this.#show(kept.text, kept.fields && { ...settings.fields, ...kept.fields });
    const notice = this.root.querySelector("[data-restored]");
    const drop = () => {
      this.draft.drop();
      this.revision = settings.revision;
      this.#show(settings.text, settings.fields);
      notice.hidden = true;
      this.#look();
    };
    notice.replaceChildren(el("p", {}, words.restored), el("button", { type: "button", class: "button quiet", onclick: drop }, words.dropRestored));
    notice.hidden = false;
    this.draft.touch();
  }

  async #clash(draft) {
    const mine = this.#written();
    let joined;
    try {
      joined = await api.post(`${this.url}/flett`, { text: mine.text, fields: mine.fields, base: this.base });
    } catch (error) {
      return this.#tell("failed", error.message);
    }
    const choice = await settle({ draft, joined, mine: mine.text });
    this.revision = joined.revision;
    this.base = joined.theirs.text;
    if (choice === "theirs") {
      this.#show(joined.theirs.text, joined.theirs.fields);
      this.draft.drop();
    } else {
      if (choice === "merge") this.#show(joined.text, joined.fields);
      this.draft.resume();
    }
    this.#look();
  }

  async #look() {
    const { text, fields } = this.#written();
    this.#looking?.abort();
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    const ask = (what) => api.post(`${this.url}/${what}`, { text, fields }, { signal });
    try {
      const [checked, shown] = await Promise.all([ask("sjekk"), this.preview && ask("forhandsvis")]);
      showFindings(this.findings, checked.findings, (line) => this.#goTo(line));
      this.lix.textContent = checked.lix === null ? "" : words.lix(checked.lix);
      this.preview?.show(shown, headings(this.text.value));
    } catch (error) {
      if (error.name !== "AbortError") this.lix.textContent = words.previewFailed;
    }
  }

  #goTo(line) {
    const above = linesOf(this.#head);
    if (line <= above) return this.form.focus("title");
    if (this.source.hidden) return this.#turn("source").then(() => this.text.goTo(line));
    this.text.goTo(line - above);
  }

  /** Save first: what is decided about is what stands on the page. */
  async #decide(event) {
    const { target } = event;
    const givesUp = "ask" in target.dataset;
    if (givesUp && !confirm(target.dataset.ask)) return event.preventDefault();
    if (this.draft.busy) event.preventDefault();
    else return givesUp && this.draft.drop();
    await this.draft.flush();
    if (!givesUp && this.draft.state !== "saved") return;
    this.draft.drop();
    target.submit();
  }
}

function filterRows(input, table) {
  input?.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of table.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
