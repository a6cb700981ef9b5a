import { el } from "../widget/dom.js";
import { words } from "./strings.js";

let count = 0;

/** Ask for one choice; `act` does it with the chosen value, and what it throws is shown in the dialogue. */
export function ask({ title, explain, groups, submit, act, closed }) {
  const problem = el("p", { class: "problem", role: "alert" });
  const heading = el("h2", { id: `dialog-${++count}` }, title);
  const dialog = el(
    "dialog",
    { "aria-labelledby": heading.id, onclose: () => close(dialog, closed) },
    el(
      "form",
      { onsubmit: (event) => run(event, dialog, problem, act) },
      heading,
      el("p", {}, explain),
      ...groups.map(choices),
      problem,
      el(
        "p",
        { class: "acts" },
        el("button", { class: "button" }, submit),
        el("button", { type: "button", onclick: () => dialog.close() }, words.cancel),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function close(dialog, closed) {
  dialog.remove();
  closed();
}

function choices({ title, options, none }) {
  return el(
    "fieldset",
    {},
    el("legend", {}, title),
    ...options.map(({ value, label }) => el("label", { class: "choice" }, el("input", { type: "radio", name: "choice", value: JSON.stringify(value) }), ` ${label}`)),
    options.length === 0 && el("p", { class: "quiet" }, none),
  );
}

async function run(event, dialog, problem, act) {
  event.preventDefault();
  const chosen = new FormData(event.target).get("choice");
  problem.textContent = chosen === null ? words.choose : "";
  if (chosen === null) return;
  try {
    await act(JSON.parse(chosen));
    dialog.close();
  } catch (error) {
    problem.textContent = error.message;
  }
}
