import { el } from "../widget/dom.js";
import { words } from "./strings.js";

const SECONDS = 8;

/** Show a line of news and read it aloud, in place of the last one; only a problem stays until it is closed. */
export function notify(root, text, { problem = false } = {}) {
  const line = el(
    "p",
    { class: problem ? "notice problem" : "notice" },
    text,
    el("button", { type: "button", "aria-label": words.notice, onclick: () => line.remove() }, "×"),
  );
  for (const old of root.querySelectorAll(problem ? ".problem" : ".notice:not(.problem)")) old.remove();
  root.append(line);
  if (!problem) setTimeout(() => line.remove(), SECONDS * 1000);
}
