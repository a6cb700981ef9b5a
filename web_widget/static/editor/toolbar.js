import { el } from "../widget/dom.js";
import { askLink } from "./link_dialog.js";
import { words } from "./strings.js";

/** Make the buttons over the text; `text` is there only later, when a button is pressed. */
export function toolbar(text, articles) {
  const acts = {
    heading: () => text().prefix("## "),
    bold: () => text().surround("**"),
    italic: () => text().surround("*"),
    link: () => askLink(text(), articles),
    list: () => text().prefix("- "),
    numbered: () => text().prefix((index) => `${index + 1}. `),
    quote: () => text().prefix("> "),
    undo: () => text().undo(),
    redo: () => text().redo(),
  };
  const buttons = Object.entries(acts).map(([name, onclick]) => el("button", { type: "button", onclick }, words.tools[name]));
  const bar = el("div", { class: "toolbar", role: "toolbar", "aria-label": words.toolbar }, ...buttons);
  roam(bar, buttons);
  return { bar, shortcuts: [key("Mod-b", acts.bold), key("Mod-i", acts.italic), key("Mod-k", acts.link)] };
}

function key(name, act) {
  return { key: name, preventDefault: true, run: () => (act(), true) };
}

/** One stop for the Tab key; the arrow keys move within, as in any toolbar. */
function roam(bar, buttons) {
  const stopAt = (index) => buttons.forEach((button, each) => (button.tabIndex = each === index ? 0 : -1));
  stopAt(0);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (buttons.indexOf(event.target) + step + buttons.length) % buttons.length;
    stopAt(next);
    buttons[next].focus();
  });
  bar.addEventListener("focusin", (event) => stopAt(buttons.indexOf(event.target)));
}
