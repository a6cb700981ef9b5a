import { el } from "../widget/dom.js";
import { renderMarkdown } from "../widget/markdown.js";
import { chat as strings } from "../widget/strings/nb.js";
import * as api from "./api.js";
import { words } from "./strings.js";

const links = { base: `${location.origin}/`, newTab: strings.newTab };

/** Ask questions with and without the chosen drafts. */
export function askAnswers(form) {
  const { url } = JSON.parse(form.dataset.answers);
  const place = document.querySelector("[data-answered]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    place.textContent = words.answers.asking;
    const texts = form.querySelector("textarea").value.split("\n").map((line) => line.trim()).filter(Boolean);
    const documents = new FormData(form).getAll("utkast").map((name) => {
      const [kind, ...key] = name.split("/");
      return { kind, key: key.join("/") };
    });
    try {
      const { answers } = await api.post(url, { texts, documents });
      place.replaceChildren(...answers.map(answerNode));
    } catch (error) {
      place.replaceChildren(el("p", { class: "field-problem" }, error.message));
    }
    button.disabled = false;
  });
}

function answerNode({ text, before, after }) {
  return el("section", { class: "answered" }, el("h2", {}, text), el("div", { class: "halves" }, side(words.answers.now, before), side(words.answers.after, after)));
}

function side(title, { decision, confidence, results }) {
  const sure = confidence === undefined ? "" : `, ${words.answers.confidence(confidence)}`;
  const [best] = results;
  return el(
    "div",
    { class: "ranking" },
    el("h3", {}, title),
    el("p", { class: `decision ${decision}` }, `${words.decisions[decision] ?? decision}${sure}`),
    el("ol", {}, ...(results.length ? results.map((result) => el("li", {}, words.answers.from(result.title, result.section))) : [el("li", { class: "quiet" }, words.answers.nothing)])),
    best && decision === "answer" && el("div", { class: "passage" }, ...renderMarkdown(best.passage, links)),
  );
}
