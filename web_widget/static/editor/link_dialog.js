import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** Ask where a link leads and put it into the text. */
export function askLink(text, articles) {
  const label = el("input", { id: "lenke-ord", value: text.selected, required: true });
  const address = el("input", { id: "lenke-adresse", list: "lenke-artikler", required: true, pattern: "(https?://|mailto:|tel:|/artikler/).+", spellcheck: "false", autocapitalize: "none" });
  const list = el("datalist", { id: "lenke-artikler" }, ...articles.map(({ id, title }) => el("option", { value: `/artikler/${id}` }, title)));
  const dialog = el(
    "dialog",
    { class: "ask", "aria-labelledby": "lenke-tittel", onclose: () => dialog.remove() },
    el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          text.replaceSelection(`[${label.value.replaceAll(/[[\]]/g, "")}](${address.value.trim().replaceAll(" ", "%20")})`);
          dialog.close();
        },
      },
      el("h2", { id: "lenke-tittel" }, words.linkTitle),
      el("div", { class: "field" }, el("label", { for: label.id }, words.linkWords), label),
      el("div", { class: "field" }, el("label", { for: address.id }, words.linkAddress), address),
      list,
      el("p", { class: "acts" }, el("button", { class: "button" }, words.insert), el("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, words.cancel)),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  (label.value ? address : label).focus();
}
