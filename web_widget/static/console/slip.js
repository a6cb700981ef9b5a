import { el } from "../widget/dom.js";
import { words } from "./strings.js";

/** Draw the handover slip: what an adviser needs to know, so that nobody has to ask again. */
export function slipParts(slip) {
  const { slip: titles } = words;
  return [
    slip.urgent && el("p", { class: "flag" }, words.urgent),
    el(
      "dl",
      { class: "slip" },
      ...entry(titles.why, slip.urgent_because && [slip.urgent_because]),
      ...entry(titles.who, [slip.audience_title ?? words.someone]),
      ...entry(titles.topic, [slip.topic_title ?? words.noTopic]),
      ...entry(titles.question, slip.question, (text) => el("q", {}, text)),
      ...entry(titles.articles, slip.articles, articleLink),
      ...entry(titles.failed, slip.failed),
    ),
  ].filter(Boolean);
}

function entry(title, values, draw = (value) => value) {
  if (!values?.length) return [];
  return [el("dt", {}, title), ...values.map((value) => el("dd", {}, draw(value)))];
}

export function articleLink({ url, title }) {
  return el("a", { href: url, target: "_blank", rel: "noopener" }, title, el("span", { class: "sr-only" }, ` ${words.newTab}`));
}
