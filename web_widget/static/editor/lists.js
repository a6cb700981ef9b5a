import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** Make the form for a part of the page: questions, pairs of question and article, or texts. */
export function listForm(part, place, settings) {
  return new { questions: Questions, pairs: Pairs, texts: Texts, hours: Hours }[part](place, settings);
}

class Questions {
  constructor(place, settings) {
    Object.assign(this, { place, ...settings });
  }

  show({ languages }) {
    const order = Object.keys(this.choices.languages);
    const sorted = Object.entries(languages).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
    this.languages = Object.fromEntries(sorted.map(([name, questions]) => [name, [...questions]]));
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

class Hours {
  constructor(place, settings) {
    Object.assign(this, { place, ...settings });
  }

  show({ weekly, closed }) {
    this.weekly = { ...weekly };
    this.isOwn = weekly !== null;
    this.closed = closed.map((each) => ({ ...each }));
    this.#draw();
  }

  get value() {
    const spans = Object.entries(this.weekly).filter(([, span]) => span.trim());
    return { weekly: this.isOwn ? Object.fromEntries(spans) : null, closed: this.closed };
  }

  #draw() {
    const own = el("input", { type: "checkbox", id: "egne-tider", checked: this.isOwn, disabled: this.readOnly, onchange: () => ((this.isOwn = own.checked), this.#draw(), this.changed()) });
    this.place.replaceChildren(
      el("div", { class: "choice" }, own, el("label", { for: own.id }, words.ownHours)),
      this.isOwn ? el("div", { class: "columns" }, ...Object.entries(words.days).map(([day, title]) => this.#day(day, title))) : "",
      el("fieldset", { class: "field" }, el("legend", {}, words.closedDays), el("ul", { class: "lines" }, ...this.closed.map((each, index) => this.#closedDay(each, index))), !this.readOnly && el("button", { type: "button", class: "button quiet", onclick: () => this.#add() }, words.addClosedDay)),
    );
  }

  #day(day, title) {
    const box = el("input", { id: `dag-${day}`, placeholder: "09:00-15:30", readonly: this.readOnly, oninput: () => ((this.weekly[day] = box.value.trim()), this.changed()) });
    box.value = this.weekly[day] ?? "";
    return el("div", { class: "field" }, el("label", { for: box.id }, title), box);
  }

  #add() {
    this.closed.push({ day: "", why: "" });
    this.#draw();
    this.place.querySelector("ul").lastElementChild.querySelector("input").focus();
  }

  #closedDay(closed, index) {
    const name = words.numbered(words.closedDay, index + 1);
    const parts = [["day", "date", name], ["why", "text", `${name}: ${words.why}`]].map(([part, type, label]) => {
      const box = el("input", { type, "aria-label": label, readonly: this.readOnly, oninput: () => ((closed[part] = box.value), this.changed()) });
      box.value = closed[part];
      return box;
    });
    const remove = () => {
      this.closed.splice(index, 1);
      this.#draw();
      this.changed();
    };
    return el("li", {}, ...parts, !this.readOnly && el("button", { type: "button", class: "plain", "aria-label": words.remove(name.toLowerCase()), onclick: remove }, words.removeShort));
  }
}
