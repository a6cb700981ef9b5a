import { el } from "./dom.js";
import { icon } from "./icons.js";
import { renderText } from "./markdown.js";
import { withPart } from "./parts.js";

/** Say in the chosen language what is in Norwegian, and give the way to the other languages. */
export function languageLine({ strings, views, speak }) {
  const { norwegian, languages } = strings;
  return el(
    "div",
    { class: "language" },
    norwegian && el("p", {}, ...renderText(norwegian)),
    el("button", { type: "button", class: "more", onclick: () => openLanguages({ strings, views, speak }) }, icon("globe"), languages),
  );
}

export function openLanguages({ strings, views, speak }) {
  const node = el("div");
  views.open({ title: strings.languagesTitle, node });
  const use = ({ languageList }) => node.replaceChildren(languageList({ strings, speak }));
  return withPart(node, () => import("./language_list.js"), use, strings);
}
