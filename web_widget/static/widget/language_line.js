import { adopt, el } from "./dom.js";
import { icon } from "./icons.js";
import { renderText } from "./markup.js";
import { withPart } from "./parts.js";

const styled = new WeakSet();

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
  const { languageList, css } = await import("./language_part.js");
  const node = languageList({ strings, speak });
  views.open({ title: strings.languagesTitle, node });
  if (!styled.has(node.getRootNode())) adopt(node.getRootNode(), css);
  styled.add(node.getRootNode());
  return node;
}
