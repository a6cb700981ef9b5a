import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** Make the form for a part of the page: questions, pairs of question and article, or texts. */
export function listForm(part, place, settings) {
  return new { questions: Questions, pairs: Pairs, texts: Texts }[part](place, settings);
}

class Questions {
  constructor(place, settings) {
    Object.assign(this, { place, ...settings });
  }

  show({ languages }) {
    this.languages = Object.fromEntries(Object.entries(languages).map(([name, questions]) => [name, [...questions]]));
    this.#draw();
    this.#offer();
  }

  get value() {
    return { languages: this.languages };
  }

  add(language, text) {
    (this.languages[language] ??= []).push(text);
    this.#draw();
    this.changed();
  }

  #draw() {
    const more = Object.entries(this.choices.languages).filter(([name]) => !(name in this.languages));
    const choice = el("select", { id: "nytt-sprak" }, ...more.map(([name, title]) => el("option", { value: name }, title)));
    this.place.replaceChildren(
      ...Object.entries(this.languages).map(([name, questions]) => this.#language(name, questions)),
      !this.readOnly && more.length ? el("div", { class: "adder" }, el("label", { for: choice.id }, words.addLanguage), choice, el("button", { type: "button", class: "button quiet", onclick: () => this.add(choice.value, "") }, words.add)) : "",
    );
  }

  #language(name, questions) {
    const title = this.choices.languages[name] ?? name;
    const list = el("ol", { class: "lines" }, ...questions.map((_, index) => this.#line(name, index, title)));
    const add = () => {
      this.add(name, "");
      this.place.querySelector(`[data-language="${name}"] ol`).lastElementChild.querySelector("input").focus();
    };
    return el("section", { "data-language": name, "aria-label": title }, el("h2", {}, `${title} (${questions.length})`), list, !this.readOnly && el("button", { type: "button", class: "button quiet", onclick: add }, words.addQuestion));
  }

  #line(name, index, title) {
    const questions = this.languages[name];
    const label = words.numbered(`${title}, ${words.question.toLowerCase()}`, index + 1);
    const box = el("input", { "aria-label": label, lang: name.length === 2 ? name : null, readonly: this.readOnly, oninput: () => ((questions[index] = box.value), this.changed()) });
    box.value = questions[index];
    const remove = () => {
      questions.splice(index, 1);
      this.#draw();
      this.changed();
    };
    return el("li", {}, box, !this.readOnly && el("button", { type: "button", class: "plain", "aria-label": words.remove(label.toLowerCase()), onclick: remove }, words.removeShort));
  }

  #offer() {
    for (const item of document.querySelectorAll("[data-suggestions] li")) {
      if (item.querySelector("button") || this.readOnly) continue;
      const text = item.textContent.trim();
      item.append(el("button", { type: "button", class: "button quiet", "aria-label": words.useNamed(text), onclick: () => (this.add("nb", text), item.remove()) }, words.use));
    }
  }
}

class Pairs {
  constructor(place, settings) {
    Object.assign(this, { place, ...settings });
  }

  show({ pairs }) {
    this.pairs = pairs.map((pair) => ({ ...pair }));
    this.#draw();
  }

  get value() {
    return { pairs: this.pairs.map(({ question, slug }) => ({ question: question.trim(), slug })) };
  }

  #draw() {
    this.place.replaceChildren(
      el("ol", { class: "lines" }, ...this.pairs.map((pair, index) => this.#pair(pair, index))),
      !this.readOnly && el("button", { type: "button", class: "button quiet", onclick: () => this.#add() }, words.addQuestion),
    );
  }

  #add() {
    this.pairs.push({ question: "", slug: this.choices.articles[0]?.id ?? "" });
    this.#draw();
    this.place.querySelector("ol").lastElementChild.querySelector("input").focus();
    this.changed();
  }

  #pair(pair, index) {
    const label = words.numbered(words.question, index + 1);
    const box = el("input", { "aria-label": label, readonly: this.readOnly, oninput: () => ((pair.question = box.value), this.changed()) });
    box.value = pair.question;
    const known = this.choices.articles.some(({ id }) => id === pair.slug) ? [] : [{ id: pair.slug, title: pair.slug }];
    const choice = el("select", { "aria-label": `${label}: ${words.expected.toLowerCase()}`, disabled: this.readOnly, onchange: () => ((pair.slug = choice.value), this.changed()) }, ...[...known, ...this.choices.articles].map(({ id, title }) => el("option", { value: id, selected: id === pair.slug }, title)));
    const remove = () => {
      this.pairs.splice(index, 1);
      this.#draw();
      this.changed();
    };
    return el("li", {}, box, choice, !this.readOnly && el("button", { type: "button", class: "plain", "aria-label": words.remove(label.toLowerCase()), onclick: remove }, words.removeShort));
  }
}

class Texts {
  constructor(place, settings) {
    Object.assign(this, { place, ...settings });
  }

  show({ texts }) {
    this.texts = { ...texts };
    this.place.replaceChildren(...Object.keys(texts).map((name) => this.#text(name)));
  }

  get value() {
    return { texts: this.texts };
  }

  #text(name) {
    const id = `tekst-${name}`;
    const nynorsk = name.endsWith("_nn");
    const box = el("textarea", { id, rows: Math.min(12, 2 + this.texts[name].length / 70), lang: nynorsk ? "nn" : null, readonly: this.readOnly, oninput: () => ((this.texts[name] = box.value), this.changed()) });
    box.value = this.texts[name];
    return el("div", { class: "field" }, el("label", { for: id }, el("code", {}, name), nynorsk && " (nynorsk)"), box);
  }
}
