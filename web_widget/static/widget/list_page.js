import { dayOf } from "./dates.js";
import { el } from "./dom.js";
import { save } from "./download.js";
import css from "./list_page.css";
import { safeHref } from "./markup.js";
import { passageNodes, sourceOf } from "./passage.js";
import { ofArticle } from "./spoken.js";

/** Save the list as a page of its own, which opens and prints anywhere. */
export function saveList(page) {
  save(htmlOf(page), page.strings.listFileName, "text/html");
}

/** The page as HTML, with nothing in it that asks for anything. */
export function htmlOf(page) {
  const { language, direction = "ltr", listTitle } = page.strings;
  const root = el("html", { lang: language, dir: direction }, el("head", {}, el("title", {}, listTitle)), el("body", {}, listPage(page)));
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${css}</style>`;
  return `<!doctype html>${new XMLSerializer().serializeToString(root).replace("<head>", `<head>${head}`)}`;
}

/** Print the list alone, from a frame that nobody sees; the page around it stays as it is. */
export function printList(page) {
  const { language, direction = "ltr", listTitle } = page.strings;
  const frame = el("iframe", { "aria-hidden": "true", tabindex: "-1", title: listTitle });
  // Not hidden, or some browsers would print nothing.
  Object.assign(frame.style, { position: "fixed", width: "0", height: "0", border: "0", inset: "0" });
  document.body.append(frame);
  const { contentWindow: window, contentDocument: inside } = frame;
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(css);
  inside.adoptedStyleSheets = [sheet];
  Object.assign(inside.documentElement, { lang: language, dir: direction });
  inside.title = listTitle;
  inside.body.append(inside.adoptNode(listPage(page)));
  window.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  window.focus();
  window.print();
}

function listPage({ items, strings, links }) {
  const { listTitle, listMade, listFooter, language } = strings;
  return el(
    "main",
    {},
    el("h1", {}, listTitle),
    el("p", { class: "made" }, listMade(dayOf(new Date(), language))),
    el("ol", {}, ...items.map((item) => el("li", { class: item.kind }, ...parts(item, { strings, links })))),
    el("footer", {}, el("p", {}, listFooter)),
  );
}

function parts(item, { strings, links }) {
  const { kind, text, article } = item;
  const head = el("p", { class: "kind" }, strings.kinds[kind]);
  if (kind === "question") return [head, el("p", {}, text), el("p", { class: "answer" }, strings.answer)];
  if (kind === "check") return [ofArticle(el("p", {}, el("span", { class: "box", "aria-hidden": "true" }), text), strings)];
  if (kind === "note") return [head, el("p", {}, text)];
  return [head, ofArticle(el("blockquote", {}, ...passageNodes(item, links)), strings), article && source(article, { strings, links })].filter(Boolean);
}

function source(article, { strings, links }) {
  const href = article.slug && safeHref(`/artikler/${article.slug}`, links.base);
  return el("p", { class: "source" }, sourceOf(article, strings), " ", href && el("a", { href }, href));
}
