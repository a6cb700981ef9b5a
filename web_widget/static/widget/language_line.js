import { el } from "./dom.js";
import { icon } from "./icons.js";
import { renderText } from "./markdown.js";
import { withPart } from "./parts.js";

/** Say in the chosen language what is in Norwegian, and give the way to the other languages. */
export function languageLine({ strings, views, speak }) {
  const { norwegian, languages } = strings;
  const note = el("div");
  const open = () => withPart(note, () => openLanguages({ strings, views, speak }), () => note.replaceChildren(), strings);
  return el(
    "div",
    { class: "language" },
    norwegian && el("p", {}, ...renderText(norwegian)),
    el("button", { type: "button", class: "more", onclick: open }, icon("globe"), languages),
    note,
  );
}

async function openLanguages({ strings, views, speak }) {
  const part = await import("./language_list.js");
  await views.open({ title: strings.languagesTitle, node: part.languageList({ strings, speak }) });
  return part;
}
