import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { drawn, links } from "./page.js";
import { onlyTheLexer } from "../../../web_widget/static/lexer.js";
import { renderMarkdown, renderText, safeHref } from "../../../web_widget/static/widget/markdown.js";

const built = await asBuilt("../../../web_widget/static/widget/markdown.js");

/** Every text is drawn by the module as it is written and as it is built, with less of the lexer; both must agree. */
function render(markdown) {
  const box = drawn(renderMarkdown(markdown, links));
  const short = drawn(built.renderMarkdown(markdown, links));
  assert.equal(short.textContent.replace(/\s/g, ""), box.textContent.replace(/\s/g, ""));
  assert.equal(short.querySelector("script, img, iframe, style, svg, object, b, [onclick], [onerror]"), null);
  return short;
}

async function asBuilt(path) {
  const entry = new URL(path, import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: "esm", plugins: [onlyTheLexer] });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

test("paragraphs, bold and italics become elements", () => {
  assert.equal(
    render("Du kan få **52 uker**.\n\nIkke *mer*.").innerHTML,
    "<p>Du kan få <strong>52 uker</strong>.</p><p>Ikke <em>mer</em>.</p>",
  );
});

test("a single line break is kept as a break", () => {
  assert.equal(render("Først\nså").innerHTML, "<p>Først<br>så</p>");
});

test("a tight list holds its text without paragraphs", () => {
  assert.equal(render("- en\n- **to**").innerHTML, "<ul><li>en</li><li><strong>to</strong></li></ul>");
});

test("a numbered list keeps the number it starts at", () => {
  assert.equal(render("3. tre\n4. fire").innerHTML, '<ol start="3"><li>tre</li><li>fire</li></ol>');
});

test("a nested list stays inside its item", () => {
  assert.equal(render("- a\n  - b").querySelector("li li").textContent, "b");
});

test("a heading is bold text and does not disturb the page's outline", () => {
  assert.equal(render("## Hvor lenge").innerHTML, "<p><strong>Hvor lenge</strong></p>");
});

for (const [name, markdown] of [
  ["script elements", "<script>alert(1)</script>"],
  ["event attributes", "<img src=x onerror=alert(1)>"],
  ["inline HTML in a sentence", "hei <b onclick='x()'>du</b>"],
  ["frames", "<iframe src='https://ond.example'></iframe>"],
  ["styles", "<style>*{display:none}</style>"],
  ["HTML inside a list", "- <svg onload=alert(1)>"],
  ["HTML inside a link", "[<img src=x onerror=alert(1)>](https://ok.example)"],
  ["HTML inside a heading", "# <script>x</script>"],
  ["HTML inside a quote", "> <object data=x></object>"],
  ["HTML inside a table", "| a |\n|---|\n| <img src=x> |"],
  ["HTML inside code", "`<img src=x>`\n\n    <img src=x>"],
]) {
  test(`${name} are shown as text and never as elements`, () => {
    const box = render(markdown);
    assert.equal(box.querySelector("script, img, iframe, style, svg, object, b, [onclick], [onerror]"), null);
    assert.match(box.textContent, /</);
  });
}

test("a picture is shown as the text it was written as", () => {
  const box = render("![sporing](https://ond.example/pixel.gif)");
  assert.equal(box.querySelector("img"), null);
  assert.equal(box.textContent, "![sporing](https://ond.example/pixel.gif)");
});

for (const href of [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java&#x0A;script:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://vertsside.example/1",
  "//ond.example/artikler",
  "/\\ond.example",
  "/logg-ut",
  "artikler.html",
  "https://",
]) {
  test(`a link to ${href} is shown as words alone`, () => {
    const box = render(`[trykk her](<${href}>)`);
    assert.equal(box.querySelector("a"), null);
    assert.match(box.textContent, /trykk her/);
  });
}

test("a control character hidden in the scheme does not smuggle a script through", () => {
  assert.equal(safeHref("java\nscript:alert(1)", links.base), null);
  assert.equal(safeHref("\u0001javascript:alert(1)", links.base), null);
});

test("an article link leads to the widget's own site, in a new tab from somebody else's page", () => {
  const link = render("[AAP](/artikler/aap)").querySelector("a");
  assert.equal(link.href, "https://veiviser.example/artikler/aap");
  assert.equal(link.target, "_blank");
  assert.equal(link.rel, "noopener noreferrer");
  assert.match(link.textContent, /åpnes i ny fane/);
});

test("an article link stays in the tab on the site it belongs to", () => {
  const link = drawn(renderMarkdown("[AAP](/artikler/aap)", { ...links, base: "https://vertsside.example/" })).querySelector("a");
  assert.equal(link.target, "");
});

test("an article link follows a site that lives in a folder", () => {
  assert.equal(safeHref("/artikler/aap", "https://host.example/chat/"), "https://host.example/chat/artikler/aap");
});

test("telephone and e-mail links are links in the same tab", () => {
  const box = render("[Ring](tel:113) eller [skriv](mailto:post@example.no)");
  assert.deepEqual([...box.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.target]), [
    ["tel:113", ""],
    ["mailto:post@example.no", ""],
  ]);
});

test("a number in running text can be called", () => {
  const link = render("Ring **116 123** nå.").querySelector("a");
  assert.equal(link.getAttribute("href"), "tel:116123");
});

test("a number inside a link stays part of that link", () => {
  const box = render("[Ring 21 49 49 21](https://kreftforeningen.no/)");
  assert.equal(box.querySelectorAll("a").length, 1);
});

test("signs that mean something in HTML are shown as they were written", () => {
  assert.equal(render("5 < 6 & 7 > 6, \"sitat\"").textContent, "5 < 6 & 7 > 6, \"sitat\"");
});

test("an empty text draws nothing", () => {
  assert.equal(render("").childNodes.length, 0);
});

test("a very deep nesting does not stop the widget", () => {
  assert.ok(render(`${">".repeat(200)} dypt`).textContent.includes("dypt"));
});

test("plain text keeps its Markdown signs and gets its numbers clickable", () => {
  const box = drawn(renderText("**Ring** 113"));
  assert.equal(box.innerHTML, '**Ring** <a href="tel:113" class="tel" dir="ltr">113</a>');
});
