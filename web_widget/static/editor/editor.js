import { askAnswers } from "./answers.js";
import { Document } from "./document.js";
import { Gate } from "./gate.js";
import { followRelease } from "./release.js";

const starts = {
  "[data-release]": followRelease,
  "[data-editor]": (root) => new Document(root),
  "[data-gate]": (root) => new Gate(root),
  "[data-answers]": askAnswers,
};

for (const [selector, start] of Object.entries(starts)) {
  for (const root of document.querySelectorAll(selector)) start(root);
}

for (const form of document.querySelectorAll("form[data-ask]:not([data-decision])")) {
  form.addEventListener("submit", (event) => confirm(form.dataset.ask) || event.preventDefault());
}
