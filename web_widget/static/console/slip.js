import { el } from "../widget/dom.js";
import { words } from "./strings.js";

const languages = new Intl.DisplayNames("nb", { type: "language" });

/** Draw the handover slip: what an adviser needs to know, so that nobody has to ask again. */
export function slipParts(slip) {
  const { slip: titles } = words;
  return [
    slip.urgent && !slip.danger_title && el("p", { class: "flag" }, words.urgent),
    el(
      "dl",
      { class: "slip" },
      ...entry(titles.why, slip.danger_title && [slip.danger_title]),
      ...entry(titles.dangerWords, slip.danger_words && [slip.danger_words], quoted),
      ...entry(titles.who, [slip.audience_title ?? words.someone]),
      ...entry(titles.topic, [slip.topic_title ?? words.noTopic]),
      ...entry(titles.language, slip.locale.startsWith("nb") ? [] : [languages.of(slip.locale)]),
      ...entry(titles.question, slip.question, quoted),
      ...entry(titles.articles, slip.articles, articleLink),
      ...entry(titles.unanswered, slip.unanswered, quoted),
      ...entry(titles.notHelpful, slip.not_helpful),
      ...entry(titles.before, slip.before_title && [slip.before_title]),
      ...entry(titles.page, slip.page_url && [slip.page_url]),
    ),
  ].filter(Boolean);
}

function quoted(text) {
  return el("q", {}, text);
}

function entry(title, values, draw = (value) => value) {
  if (!values?.length) return [];
  return [el("dt", {}, title), ...values.map((value) => el("dd", {}, draw(value)))];
}

export function articleLink({ url, title }) {
  return el("a", { href: url, target: "_blank", rel: "noopener" }, title, el("span", { class: "sr-only" }, ` ${words.newTab}`));
}
