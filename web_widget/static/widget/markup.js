import { el } from "./dom.js";
import { splitPhones, telHref } from "./phones.js";

const FOLLOWED = ["http:", "https:", "tel:", "mailto:"];
const ELEMENTS = { paragraph: "p", quote: "blockquote", item: "li", strong: "strong", emphasis: "em", break: "br" };

/** Render a message's text as DOM nodes, from the tree that the server has made of it. What it does not know is shown as the text in it.
 * @param {{base: string, newTab: string}} ctx where site links begin, and the words for «opens in a new tab» */
export function renderMarkup(nodes, ctx) {
  return nodes.flatMap((node) => rendered(node, ctx));
}

/** Render plain text with its telephone numbers clickable. */
export function renderText(text, { inLink } = {}) {
  if (inLink) return [text];
  return splitPhones(text).map((part) =>
    typeof part === "string" ? part : el("a", { href: telHref(part.phone), class: "tel", dir: "ltr" }, part.phone),
  );
}

function rendered({ type, text = "", href, start, children = [] }, ctx) {
  if (type === "text") return renderText(text, ctx);
  if (type === "link") return renderLink(href, renderMarkup(children, { ...ctx, inLink: true }), ctx);
  const inside = renderMarkup(children, ctx);
  if (type === "list") return [start === undefined ? el("ul", {}, ...inside) : el("ol", { start: start === 1 ? null : start }, ...inside)];
  // An answer does not disturb the outline of the page that it is shown on.
  if (type === "heading") return [el("p", {}, el("strong", {}, ...inside))];
  return Object.hasOwn(ELEMENTS, type) ? [el(ELEMENTS[type], {}, ...inside)] : inside;
}

/** Make a link of words, or leave them as they are where the address may not be followed. */
export function renderLink(address, words, ctx) {
  const href = safeHref(address, ctx.base);
  return href ? [anchor(href, words, ctx)] : words;
}

/** Give the whole address of a link that may be followed, else null. */
export function safeHref(href, base) {
  const relative = !/^[a-z][a-z\d+.-]*:/i.test(href);
  if (relative && !/^\/artikler(?:[/?#]|$)/.test(href)) return null;
  try {
    const url = new URL(relative ? `.${href}` : href, base);
    return FOLLOWED.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Make a link; a page opens in a new tab unless it is on the site that the reader is on already. */
export function anchor(href, words, { newTab, class: className }) {
  const page = href.startsWith("http");
  const away = page && new URL(href).origin !== location.origin;
  return el(
    "a",
    { href, class: className, target: away ? "_blank" : null, rel: away ? "noopener noreferrer" : null },
    ...words,
    away && el("span", { class: "sr" }, ` ${newTab}`),
  );
}

/** A page of ours that must not take the place of the one with the conversation. */
export function pageLink(href, words, { newTab }) {
  return el("a", { href, target: "_blank", rel: "noopener" }, words, el("span", { class: "sr" }, ` ${newTab}`));
}
