import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, links } from "./page.js";
import { renderMarkup, renderText, safeHref } from "../../../web_widget/static/widget/markup.js";

const text = (words) => ({ type: "text", text: words });
const node = (type, ...children) => ({ type, children: children.map((child) => (typeof child === "string" ? text(child) : child)) });
const link = (href, ...children) => ({ ...node("link", ...children), href });
const render = (...nodes) => drawn(renderMarkup(nodes, links));

test("blocks and emphasis become elements, and a heading does not disturb the page's outline", () => {
  const box = render(node("heading", "Hvor lenge"), node("paragraph", "I ", node("strong", "52 uker"), { type: "break" }, node("emphasis", "ikke mer")), node("quote", node("paragraph", "sitat")));
  assert.equal(box.innerHTML, "<p><strong>Hvor lenge</strong></p><p>I <strong>52 uker</strong><br><em>ikke mer</em></p><blockquote><p>sitat</p></blockquote>");
});

test("lists keep their nesting, and the number they start at", () => {
  const inner = { ...node("list", node("item", "b")), start: 3 };
  assert.equal(render(node("list", node("item", "a", inner))).innerHTML, '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>');
  assert.equal(render({ ...node("list", node("item", "a")), start: 1 }).innerHTML, "<ol><li>a</li></ol>");
});

test("HTML is text, and a kind of node that nobody knows shows the text in it", () => {
  const box = render(node("paragraph", "<img src=x onerror=alert(1)>"), node("script", "alert(1)"), node("constructor", "x"));
  assert.equal(box.querySelector("img, script"), null);
  assert.equal(box.textContent, "<img src=x onerror=alert(1)>alert(1)x");
});

for (const href of ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "blob:https://vertsside.example/1", "//ond.example/artikler", "/logg-ut", "https://"]) {
  test(`a link to ${JSON.stringify(href)} is shown as words alone`, () => {
    const box = render(node("paragraph", link(href, "trykk her")));
    assert.equal(box.innerHTML, "<p>trykk her</p>");
    assert.equal(safeHref(href, links.base), null);
  });
}

test("an article link leads to the widget's own site, in a new tab from somebody else's page", () => {
  const { href, target, rel, textContent } = render(link("/artikler/aap", "AAP")).querySelector("a");
  assert.deepEqual([href, target, rel], ["https://veiviser.example/artikler/aap", "_blank", "noopener noreferrer"]);
  assert.match(textContent, /åpnes i ny fane/);
});

test("a number in running text can be called, and a number inside a link stays part of that link", () => {
  assert.equal(render(node("paragraph", "Ring ", node("strong", "116 123"))).querySelector("a").getAttribute("href"), "tel:116123");
  assert.equal(render(link("https://kreftforeningen.no/", node("strong", "21 49 49 21"))).querySelectorAll("a").length, 1);
});

test("plain text keeps its Markdown signs and gets its numbers clickable", () => {
  assert.equal(drawn(renderText("**Ring** 113")).innerHTML, '**Ring** <a href="tel:113" class="tel" dir="ltr">113</a>');
});
