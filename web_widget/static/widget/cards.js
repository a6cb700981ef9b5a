import { dayOf, momentOf } from "./dates.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { anchor, safeHref } from "./markup.js";
import { telHref } from "./phones.js";
import { bokmal, known } from "./spoken.js";

const MOST_OTHERS = 2;

function articleLink(article, words, className, { links, follow }) {
  const href = safeHref(article.url, links.base);
  if (!href) return el("span", { class: className }, ...words);
  const link = anchor(href, words, { ...links, class: className });
  link.addEventListener("click", follow);
  return link;
}

/** Show where an answer comes from, with the way to all of it. */
export function articleCard(article, context) {
  const { strings } = context;
  const reviewed = article.reviewed ? strings.reviewed(dayOf(article.reviewed, strings.language)) : strings.notReviewed;
  return el(
    "section",
    { class: "card" },
    el("p", { class: "kicker" }, strings.fromArticle),
    el("h4", {}, bokmal(article.title, strings)),
    article.section && article.section !== article.title && el("p", { class: "section" }, bokmal(article.section, strings)),
    el("p", { class: "reviewed" }, reviewed),
    articleLink(article, [strings.readArticle, el("span", { class: "sr" }, ` «${article.title}»`), icon("arrow")], "more", context),
  );
}

export function moreArticles(articles, context) {
  return el(
    "section",
    { class: "others" },
    el("h4", {}, context.strings.alsoRelevant),
    el(
      "ul",
      {},
      ...articles.slice(0, MOST_OTHERS).map((article) => el("li", {}, articleLink(article, [bokmal(article.title, context.strings)], null, context))),
    ),
  );
}

export function contactList(contacts, { strings, links }) {
  return el(
    "ul",
    { class: "contacts", "aria-label": strings.contacts },
    ...contacts.map((contact) => el("li", {}, contactLink(contact, strings, links))).filter((item) => item.firstChild),
  );
}

function contactLink(contact, strings, links) {
  const about = el("span", { class: "about" }, el("b", {}, bokmal(contact.name, strings)), opening(contact, strings));
  if (contact.phone) {
    const number = el("span", { class: "number" }, el("span", { class: "sr" }, `${strings.call} `), el("bdi", { dir: "ltr" }, contact.phone));
    return el("a", { href: telHref(contact.phone), class: "contact" }, icon("phone"), el("span", {}, about, number));
  }
  const href = contact.url && safeHref(contact.url, links.base);
  if (!href) return "";
  return anchor(href, [el("span", {}, about, el("span", { class: "number" }, strings.website))], { ...links, class: "contact" });
}

function opening({ open_now: open, opens }, strings) {
  if (open === true) return el("span", { class: "opening open" }, strings.openNow);
  if (open !== false) return null;
  const when = momentOf(opens, strings.language);
  return el("span", { class: "opening" }, when ? `${strings.closedNow}. ${strings.opens(when)}` : strings.closedNow);
}

export function choiceList(buttons, { strings, choose }) {
  return el(
    "div",
    { class: "choices", role: "group", "aria-label": strings.choices },
    // A live region is read without the names of its groups.
    el("span", { class: "sr" }, `${strings.choices}: `),
    ...buttons.map((button) => choice(button, strings, choose)),
  );
}

// What the bot says again and again is known in the chosen language; all else stays as it said it.
function choice({ title, payload }, strings, choose) {
  return el("button", { type: "button", onclick: () => choose({ title, payload }) }, known(title, strings) ?? bokmal(title, strings));
}
