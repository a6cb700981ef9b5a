import { el } from "./dom.js";
import { renderMarkup, renderText } from "./markup.js";

/** Draw a passage that was collected. */
export function passageNodes({ text, markup }, links) {
  return markup ? renderMarkup(markup, links) : [el("p", {}, ...renderText(text))];
}

/** Say where a passage is from, and whether a health professional has approved it. */
export function sourceOf({ title, section, reviewed }, { fromArticle, reviewed: approvedOn, notReviewed }) {
  const place = section && section !== title ? `${title}: ${section}` : title;
  return `${fromArticle} «${place}». ${reviewed ? approvedOn(reviewed) : notReviewed}.`;
}
