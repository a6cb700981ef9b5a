import { el } from "./dom.js";
import { directionOf } from "./languages.js";
import { withPart } from "./parts.js";
import { wordsIn } from "./words.js";

// Each in its own language, since who looks for it reads that.
const NAMES = {
  nb: ["Norsk bokmål"],
  nn: ["Norsk nynorsk", "Ikkje lesen av nokon med nynorsk som hovudmål"],
  se: ["Davvisámegiella", "Olmmoš geas sámegiella lea eatnigiella, ii leat dárkkistan"],
  en: ["English", "Not checked by a native speaker"],
  pl: ["Polski", "Niesprawdzone przez rodzimego użytkownika języka"],
  uk: ["Українська", "Не перевірено носієм мови"],
  ar: ["العربية", "لم يراجعها متحدث أصلي"],
  so: ["Soomaali", "Ma hubin qof afkiisa hooyo yahay"],
};

/** List the languages, each by its own name, with what is to be known about its words. */
export function languageList({ strings, speak }) {
  const note = el("div", { class: "note" });
  const choose = (language) => withPart(note, () => wordsIn(language), speak, strings);
  const item = ([language, [name, warning]]) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", lang: language, dir: directionOf(language), "aria-current": language === strings.language ? "true" : null, onclick: () => choose(language) },
        el("b", {}, name),
        warning && el("span", {}, warning),
      ),
    );
  return el("div", { class: "languages" }, el("ul", {}, ...Object.entries(NAMES).map(item)), note);
}
