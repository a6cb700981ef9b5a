import assert from "node:assert/strict";
import { test } from "node:test";
import { links } from "./page.js";
import { features } from "../../../web_widget/static/widget/strings/features/nb.js";
import { chat } from "../../../web_widget/static/widget/strings/nb.js";

// The builder's, which makes text of a style sheet, is not there.
const { register } = await import("node:module");
const asText = `export const load = (url, context, next) => url.endsWith(".css") ? { format: "module", source: 'export default "main { color: black }"', shortCircuit: true } : next(url, context);`;
register(`data:text/javascript,${encodeURIComponent(asText)}`);
const { htmlOf } = await import("../../../web_widget/static/widget/list_page.js");

globalThis.XMLSerializer = document.defaultView.XMLSerializer;
const strings = { ...chat, ...features };
const MARKUP = [
  {
    type: "paragraph",
    children: [
      { type: "text", text: "I " },
      { type: "strong", children: [{ type: "text", text: "inntil" }] },
      { type: "link", href: "javascript:alert(1)", children: [{ type: "text", text: "NAV" }] },
    ],
  },
];
const ITEMS = [
  { id: "1", kind: "question", text: "Hvorfor <b>meg</b>?" },
  { id: "2", kind: "note", text: "Linje én\nlinje to" },
  { id: "3", kind: "check", text: "penn" },
  { id: "4", kind: "passage", text: "I **inntil** ett år.", markup: MARKUP, article: { slug: "sykepenger", title: "Sykepenger", section: "Hvor lenge", reviewed: null } },
];

function pageOf(items) {
  const html = htmlOf({ items, strings, links });
  const page = document.implementation.createHTMLDocument();
  page.documentElement.innerHTML = html.replace("<!doctype html>", "");
  return { html, page };
}

test("the page is whole: language, letters, title, style, and nothing that runs or is fetched", () => {
  const { html, page } = pageOf(ITEMS);
  assert.match(html, /^<!doctype html><html [^>]*lang="nb" dir="ltr"><head><meta charset="utf-8">/);
  assert.equal(page.querySelector("h1").textContent, "Ta med til legen");
  assert.match(page.querySelector("style").textContent, /main/);
  assert.equal(page.querySelectorAll("script, link, img, iframe, [href^=javascript]").length, 0);
});

test("everything is there in its order, and HTML in it is text", () => {
  const { page } = pageOf(ITEMS);
  const items = [...page.querySelectorAll("main > ol > li")];
  assert.deepEqual(items.map(({ className }) => className), ["question", "note", "check", "passage"]);
  assert.match(items[0].textContent, /Spørsmål.*Hvorfor <b>meg<\/b>\?.*Svar:/);
  assert.equal(items[3].querySelector("blockquote strong").textContent, "inntil");
});

test("a passage says where it is from, where to read all of it, and that nobody has approved it", () => {
  const { page } = pageOf(ITEMS);
  const source = page.querySelector(".source");
  assert.match(source.textContent, /Fra artikkelen «Sykepenger: Hvor lenge»\. Ikke faglig godkjent ennå\./);
  assert.equal(source.querySelector("a").getAttribute("href"), "https://veiviser.example/artikler/sykepenger");
});

test("the page ends with whom to ring", () => {
  assert.match(pageOf([]).page.querySelector("footer").textContent, /116 117.*113/);
});
