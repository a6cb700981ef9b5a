import { el } from "../widget/dom.js";
import { words } from "./strings.js";

const SECONDS = 12;

/** Show a line of news and read it aloud; it goes away by itself unless it is a problem. */
export function notify(root, text, { problem = false } = {}) {
  const line = el(
    "p",
    { class: problem ? "notice problem" : "notice" },
    text,
    el("button", { type: "button", "aria-label": words.notice, onclick: () => line.remove() }, "×"),
  );
  root.append(line);
  if (!problem) setTimeout(() => line.remove(), SECONDS * 1000);
}
