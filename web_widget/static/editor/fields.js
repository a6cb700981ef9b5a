import { el } from "../widget/dom.js";
import { Picker } from "./picker.js";
import { words } from "./strings.js";

/** An article's front matter as a form. */
export class Fields {
  constructor(place, { choices, readOnly, changed }) {
    Object.assign(this, { place, choices, readOnly, changed });
  }

  show(fields) {
    this.fields = fields;
    const { choices, readOnly, changed } = this;
    this.title = input("title", fields.title, { maxlength: 120 }, this);
    this.audience = select("audience", fields.audience, choices.audiences, this);
    this.summary = el("textarea", { id: "felt-summary", rows: 3, "aria-describedby": "felt-summary-hint", readonly: readOnly, oninput: changed });
    this.summary.value = fields.summary ?? "";
    this.validUntil = input("valid_until", fields.valid_until, { type: "date", "aria-describedby": "felt-valid-hint" }, this);
    this.contacts = new Picker({ label: words.fields.contacts, options: choices.contacts, chosen: fields.contacts, changed, readOnly });
    this.related = new Picker({ label: words.fields.related, options: choices.articles, chosen: fields.related, changed, readOnly });
    this.sources = fields.sources.map((source) => ({ ...source }));
    this.sourceCount = el("summary");
    this.sourceList = el("div", { class: "sources-form" });
    this.#showSources();
    this.place.replaceChildren(
      field("title", this.title),
      el("div", { class: "columns" }, field("audience", this.audience), field("valid_until", this.validUntil, hint("felt-valid-hint", words.fields.validHint))),
      field("summary", this.summary, hint("felt-summary-hint", words.fields.summaryHint)),
      this.contacts.element,
      this.related.element,
      el("details", { class: "sources-fold" }, this.sourceCount, el("p", { class: "hint" }, words.sourceHint), this.sourceList, !readOnly && el("button", { type: "button", class: "button quiet", onclick: () => this.#addSource() }, words.addSource)),
      this.#facts(),
    );
  }

  get value() {
    return {
      title: oneLine(this.title.value),
      audience: this.audience.value,
      summary: oneLine(this.summary.value),
      valid_until: this.validUntil.value || this.fields.valid_until,
      contacts: this.contacts.value,
      related: this.related.value,
      sources: this.sources.map(({ title, url, dated }) => ({ title, url, dated })),
    };
  }

  focus(name) {
    this.place.querySelector(`#felt-${name}`)?.focus();
  }

  #addSource() {
    this.sources.push({ title: "", url: "", dated: "" });
    this.#showSources();
    this.sourceList.lastElementChild.querySelector("input").focus();
    this.changed();
  }

  #showSources() {
    this.sourceCount.textContent = `${words.fields.sources} (${this.sources.length})`;
    this.sourceList.replaceChildren(...this.sources.map((source, index) => this.#source(source, index)));
  }

  #source(source, index) {
    const parts = ["title", "url", "dated"].map((name) => {
      const id = `kilde-${index}-${name}`;
      const box = el("input", { id, readonly: this.readOnly, oninput: () => ((source[name] = box.value.trim()), this.changed()) });
      box.value = source[name];
      return el("div", { class: "field" }, el("label", { for: id }, words[`source_${name}`]), box);
    });
    const remove = () => {
      this.sources.splice(index, 1);
      this.#showSources();
      this.changed();
    };
    const name = words.numbered(words.fields.sources.slice(0, -1), index + 1);
    return el("div", { class: "source-row", role: "group", "aria-label": name }, ...parts, !this.readOnly && el("button", { type: "button", class: "plain", "aria-label": words.remove(name.toLowerCase()), onclick: remove }, words.removeShort));
  }

  #facts() {
    const { reviewed, reviewed_by: by } = this.fields;
    const said = { ...this.fields, reviewed: reviewed ? `${reviewed}, ${by}` : words.notReviewed };
    return el("dl", { class: "facts" }, ...Object.entries(words.facts).map(([name, title]) => el("div", {}, el("dt", {}, title), el("dd", {}, said[name] ?? ""))));
  }
}

function input(name, value, props, { readOnly, changed }) {
  const box = el("input", { id: `felt-${name}`, readonly: readOnly, oninput: changed, ...props });
  box.value = value ?? "";
  return box;
}

function select(name, value, options, { readOnly, changed }) {
  const known = value in options ? options : { [value]: value, ...options };
  return el("select", { id: `felt-${name}`, disabled: readOnly, onchange: changed }, ...Object.entries(known).map(([id, title]) => el("option", { value: id, selected: id === value }, title)));
}

function field(name, box, ...more) {
  return el("div", { class: "field" }, el("label", { for: box.id }, words.fields[name]), ...more, box);
}

function hint(id, text) {
  return el("p", { class: "hint", id }, text);
}

/** A folded text in front matter is one paragraph. */
function oneLine(text) {
  return text.split(/\s+/).filter(Boolean).join(" ");
}
