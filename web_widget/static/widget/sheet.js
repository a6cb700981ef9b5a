import { el } from "./dom.js";
import { renderText } from "./markup.js";

/** Ask one thing: words, fields, the act, and the way back. `act` gets the fields' values; what it throws is told.
 * @param {{words: (string|Node)[], fields?: object[], submit?: string, act?: Function, cancel: string, onCancel: Function, problem: (error: Error) => string}} options */
export function sheet({ words, fields = [], submit, act, cancel, onCancel, problem }) {
  const note = el("p", { class: "note", role: "status" });
  const inputs = fields.map(({ label, ...props }) => el("input", { autocomplete: "off", ...props }));
  const labels = fields.map(({ label }, place) => el("label", {}, ...(inputs[place].type === "checkbox" ? [inputs[place], label] : [label, inputs[place]])));
  const button = submit && el("button", { class: "solid" }, submit);
  const run = async (event) => {
    event.preventDefault();
    button.disabled = true;
    note.textContent = "";
    try {
      await act(Object.fromEntries(inputs.map(({ name, value }) => [name, value.trim()])));
    } catch (error) {
      note.replaceChildren(...renderText(problem(error)));
    }
    button.disabled = false;
  };
  return el(
    "form",
    { class: "sheet", tabindex: "-1", onsubmit: run },
    ...words.map((part) => el("p", {}, part)),
    ...labels,
    button,
    el("button", { type: "button", onclick: onCancel }, cancel),
    note,
  );
}
