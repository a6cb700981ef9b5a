import { Lexer } from "marked";
import { el } from "./dom.js";
import { renderLink, renderText } from "./markup.js";

export { anchor, pageLink, renderText, safeHref } from "./markup.js";

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
  escape: (token, ctx) => renderText(token.text, ctx),
  text: (token, ctx) => (token.tokens ? inline(token.tokens, ctx) : renderText(token.text, ctx)),
};

/** Render Markdown as DOM nodes, where no server has read it; what is not on the lists above is shown as the text it is.
 * @param {{base: string, newTab: string}} ctx where site links begin, and the words for «opens in a new tab» */
export function renderMarkdown(markdown, ctx) {
  return blocks(new Lexer({ gfm: true, breaks: true }).lex(markdown), ctx);
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

function link(token, ctx) {
  return renderLink(token.href, inline(token.tokens, { ...ctx, inLink: true }), ctx);
}
