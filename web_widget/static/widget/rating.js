import { el } from "./dom.js";

/** Ask whether an answer, or an adviser, was of help; asked once for each. */
export function rating(message, { strings, conversation }, question = strings.helpful) {
  const done = conversation.rated(message.id);
  const box = el("div", { class: "rating", role: "group", "aria-label": question });
  if (done) return finish(box, strings.thanksYes);
  const note = el("p", { class: "note" });
  const rate = async (helpful) => {
    try {
      await conversation.rate(message.id, helpful);
      finish(box, helpful ? strings.thanksYes : strings.thanksNo);
      box.tabIndex = -1;
      box.focus({ preventScroll: true });
    } catch {
      note.textContent = strings.feedbackFailed;
    }
  };
  box.append(
    el("p", {}, question),
    el("button", { type: "button", onclick: () => rate(true) }, strings.yes),
    el("button", { type: "button", onclick: () => rate(false) }, strings.no),
    note,
  );
  return box;
}

function finish(box, words) {
  box.dataset.done = "true";
  box.replaceChildren(el("p", {}, words));
  return box;
}
