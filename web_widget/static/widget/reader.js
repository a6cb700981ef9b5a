import { contactList } from "./cards.js";
import { dayOf } from "./dates.js";
import { el } from "./dom.js";
import { anchor, renderMarkup, safeHref } from "./markup.js";
import { ofArticle } from "./spoken.js";

/** Draw a whole article as its page shows it. */
export function articleBody(article, context) {
  const { strings, links, section: wanted } = context;
  const headings = article.sections.map(({ heading }) => el("h4", { tabindex: "-1" }, heading));
  const nodes = [
    ofArticle(el("p", { class: "kicker" }, article.category_title), strings),
    ofArticle(el("p", { class: "lead" }, article.summary), strings),
    review(article, strings),
    headings.length > 2 && contents(headings, strings),
    ...article.sections.map((section, place) =>
      el("section", {}, ofArticle(el("div", {}, headings[place], ...renderMarkup(section.markup, links)), strings), keep(article, section, context)),
    ),
    article.contact_cards.length > 0 && part(strings.contacts, contactList(article.contact_cards, context)),
    article.related_articles.length > 0 && part(strings.readMore, ofArticle(related(article, links), strings)),
    article.sources.length > 0 && part(strings.sources, sources(article.sources, context)),
    pageLink(context),
  ].filter(Boolean);
  return { nodes, settle: () => go(headings.find(({ textContent }) => textContent === wanted)) };
}

function review({ reviewed, reviewed_by: by, updated }, strings) {
  const approved = reviewed ? [strings.reviewed(dayOf(reviewed, strings.language)), by].filter(Boolean).join(", ") : strings.notReviewed;
  return el("p", { class: "reviewed" }, `${approved}. ${strings.updated(dayOf(updated, strings.language))}.`);
}

function contents(headings, strings) {
  const item = (heading) => el("li", {}, el("button", { type: "button", onclick: () => go(heading) }, heading.textContent));
  return el("nav", { "aria-label": strings.contents }, el("p", { class: "kicker" }, strings.contents), ofArticle(el("ul", {}, ...headings.map(item)), strings));
}

function go(heading) {
  heading?.scrollIntoView?.({ block: "start" });
  heading?.focus({ preventScroll: true });
}

function keep({ slug, title, reviewed }, { heading, body, markup }, { keepButton }) {
  return keepButton({ text: body, markup, article: { slug, title, reviewed, section: heading } }, heading);
}

function part(heading, content) {
  return el("section", {}, el("h4", {}, heading), content);
}

function related({ related_articles: articles }, links) {
  const item = ({ url, title }) => el("li", {}, anchor(safeHref(url, links.base), [title], links));
  return el("ul", { class: "bare" }, ...articles.map(item));
}

function sources(listed, { strings, links }) {
  const item = ({ title, url, dated }) => {
    const href = url && safeHref(url, links.base);
    return el("li", {}, href ? anchor(href, [title], links) : title, dated && ` (${datedOf(String(dated), strings)})`);
  };
  return el("ol", {}, ...listed.map(item));
}

// A source is dated by a day or a year; the Norwegian word there says that it is not.
function datedOf(dated, { language, undated }) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(dated)) return dayOf(dated, language);
  return /^\d/.test(dated) ? dated : undated;
}

function pageLink({ page, strings }) {
  const words = [strings.wholePage, el("span", { class: "sr" }, ` ${strings.newTab}`)];
  return el("p", {}, el("a", { href: page, target: "_blank", rel: "noopener", "data-page": true }, ...words));
}
