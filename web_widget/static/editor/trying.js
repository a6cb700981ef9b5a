import { el } from "../widget/dom.js";
import * as api from "./api.js";
import { words } from "./strings.js";

const PAUSE_MS = 400;

/** Screen a message as it is typed, by the rules as they are and as they would be. */
export function tryMessages(input, place, url, written) {
  let timer;
  let asking;
  const ask = async () => {
    asking?.abort();
    const message = input.value.trim();
    if (!message) return place.replaceChildren();
    asking = new AbortController();
    const { text, fields } = written();
    try {
      const { before, after } = await api.post(url, { text, fields, message }, { signal: asking.signal });
      place.replaceChildren(el("dl", { class: "facts" }, row(words.tried.before, before), row(words.tried.after, after)));
    } catch (error) {
      if (error.name !== "AbortError") place.replaceChildren(el("p", { class: "field-problem" }, error.message));
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
}

function row(title, hit) {
  const said = hit ? [el("strong", {}, words.tried.routes[hit.route] ?? hit.route), ` ${words.tried.hit(hit.rule)}`] : [words.tried.none];
  return el("div", {}, el("dt", {}, title), el("dd", {}, ...said));
}
