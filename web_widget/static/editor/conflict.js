import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** Show what somebody else has changed, and let the editor choose; gives what was chosen. */
export function settle({ draft, joined, mine }) {
  let resolve;
  const promise = new Promise((chosen) => (resolve = chosen));
  const difference = document.createElement("template");
  // Made by the server's template, which escapes every text. nosemgrep: html-from-text
  difference.innerHTML = joined.difference;
  const yours = el("textarea", { rows: 6, readonly: true, id: "min-tekst" });
  yours.value = mine;
  const choose = (choice) => () => {
    dialog.close();
    resolve(choice);
  };
  const dialog = el(
    "dialog",
    { class: "ask wide", "aria-labelledby": "konflikt-tittel", oncancel: (event) => event.preventDefault(), onclose: () => dialog.remove() },
    el("h2", { id: "konflikt-tittel" }, words.conflictTitle),
    el("p", {}, draft ? words.conflictWho(draft.author_name, draft.saved_at) : words.conflictGone),
    difference.content,
    joined.conflicts > 0 && el("p", { class: "notice" }, words.mergeClash(joined.conflicts)),
    el("details", {}, el("summary", {}, words.yours), el("label", { for: yours.id, class: "sr-only" }, words.yours), yours),
    el(
      "p",
      { class: "acts" },
      el("button", { type: "button", class: "button", onclick: choose("merge") }, words.merge),
      el("button", { type: "button", class: "button quiet", onclick: choose("mine") }, words.overwrite),
      el("button", { type: "button", class: "button quiet", onclick: choose("theirs") }, words.takeTheirs),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}
