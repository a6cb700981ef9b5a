import { Lexer } from "marked";
import { el } from "./dom.js";
import { splitPhones, telHref } from "./phones.js";

const FOLLOWED = ["http:", "https:", "tel:", "mailto:"];

const BLOCKS = {
  paragraph: (token, ctx) => el("p", {}, ...inline(token.tokens, ctx)),
  text: (token, ctx) => el("p", {}, ...inline(token.tokens ?? [token], ctx)),
  heading: (token, ctx) => el("p", {}, el("strong", {}, ...inline(token.tokens, ctx))),
  blockquote: (token, ctx) => el("blockquote", {}, ...blocks(token.tokens, ctx)),
  list: (token, ctx) =>
    el(
      token.ordered ? "ol" : "ul",
      { start: token.ordered && token.start !== 1 ? token.start : null },
      ...token.items.map((item) => el("li", {}, ...listItem(item, ctx))),
    ),
};

const INLINE = {
  strong: (token, ctx) => [el("strong", {}, ...inline(token.tokens, ctx))],
  em: (token, ctx) => [el("em", {}, ...inline(token.tokens, ctx))],
  br: () => [el("br")],
  link: (token, ctx) => link(token, ctx),
  escape: (token, ctx) => textParts(token.text, ctx),
  text: (token, ctx) => (token.tokens ? inline(token.tokens, ctx) : textParts(token.text, ctx)),
};

/** Render Markdown as DOM nodes; what is not on the list above is shown as the text it is.
 * @param {{base: string, newTab: string}} ctx where site links begin, and the words for «opens in a new tab» */
export function renderMarkdown(markdown, ctx) {
  return blocks(new Lexer({ gfm: true, breaks: true }).lex(markdown), ctx);
}

/** Render plain text with its telephone numbers clickable. */
export function renderText(text) {
  return textParts(text, {});
}

function blocks(tokens, ctx) {
  return tokens
    .filter((token) => token.type !== "space" && token.type !== "def")
    .map((token) => (BLOCKS[token.type] ?? asParagraph)(token, ctx));
}

// A tight list item is a line of its own, not a paragraph.
function listItem(item, ctx) {
  return item.tokens.flatMap((token) =>
    token.type === "text" ? inline(token.tokens ?? [token], ctx) : blocks([token], ctx),
  );
}

function asParagraph(token) {
  return el("p", {}, token.raw.trim());
}

function inline(tokens, ctx) {
  return tokens.flatMap((token) => (Object.hasOwn(INLINE, token.type) ? INLINE[token.type](token, ctx) : [token.raw]));
}

function textParts(text, { inLink }) {
  if (inLink) return [text];
  return splitPhones(text).map((part) =>
    typeof part === "string" ? part : el("a", { href: telHref(part.phone), class: "tel" }, part.phone),
  );
}

function link(token, ctx) {
  const words = inline(token.tokens, { ...ctx, inLink: true });
  const href = safeHref(token.href, ctx.base);
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
