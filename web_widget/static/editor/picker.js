import { el } from "../widget/dom.js";
import { words } from "./strings.js";

let count = 0;

/** Choose some of many by searching for them. */
export class Picker {
  #chosen;

  constructor({ label, options, chosen, changed, readOnly }) {
    const id = `valg-${++count}`;
    this.options = options;
    this.changed = changed;
    this.readOnly = readOnly;
    this.#chosen = [...chosen];
    this.list = el("ul", { class: "chips" });
    this.problem = el("p", { class: "field-problem", role: "alert" });
    this.input = el("input", { id, list: `${id}-alle`, autocomplete: "off", onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), this.#add()) });
    const datalist = el("datalist", { id: `${id}-alle` }, ...options.map((option) => el("option", { value: option.title })));
    this.element = el(
      "fieldset",
      { class: "field picker" },
      el("legend", {}, label),
      this.list,
      !readOnly && el("div", { class: "adder" }, el("label", { for: id, class: "sr-only" }, words.choose(label)), this.input, datalist, el("button", { type: "button", class: "button quiet", onclick: () => this.#add() }, words.add)),
      this.problem,
    );
    this.#show();
  }

  get value() {
    return [...this.#chosen];
  }

  #add() {
    const wanted = this.input.value.trim();
    if (!wanted) return;
    const found = this.options.find(({ id, title }) => title.toLowerCase() === wanted.toLowerCase() || id === wanted);
    this.problem.textContent = found ? "" : words.notFound(wanted);
    if (!found) return;
    if (!this.#chosen.includes(found.id)) this.#chosen.push(found.id);
    this.input.value = "";
    this.#show();
    this.changed();
  }

  #show() {
    this.list.replaceChildren(
      ...this.#chosen.map((id) => {
        const title = this.options.find((option) => option.id === id)?.title ?? id;
        return el("li", {}, title, !this.readOnly && el("button", { type: "button", "aria-label": words.remove(title), onclick: () => this.#remove(id) }, "×"));
      }),
    );
  }

  #remove(id) {
    this.#chosen = this.#chosen.filter((each) => each !== id);
    this.#show();
    this.input.focus();
    this.changed();
  }
}
