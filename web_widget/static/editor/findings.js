import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** List what the check has found, each with the way to its line. */
export function showFindings(place, findings, goTo) {
  const items = findings.map(({ level, line, message }) =>
    el(
      "li",
      { class: `finding ${level}` },
      el("strong", {}, `${words.levels[level]}: `),
      message,
      line && " ",
      line && el("button", { type: "button", class: "plain", "aria-label": words.goToLine(line), onclick: () => goTo(line) }, words.line(line)),
    ),
  );
  place.replaceChildren(el("ul", { class: "findings" }, ...(items.length ? items : [el("li", { class: "finding good" }, words.noFindings)])));
}
