import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { divide, headings, linesOf } from "../../../web_widget/static/editor/paper.js";
import { said } from "../../../web_widget/static/editor/release.js";

const ARTICLE = readFileSync("knowledge/content/articles/okonomi/sykepenger.md", "utf8");

test("an article is divided where its front matter ends, and nothing is lost", () => {
  const { head, body } = divide(ARTICLE);
  assert.equal(head + body, ARTICLE);
  assert.match(head, /^---\nslug: sykepenger\n[^]*\n---\n$/);
  assert.match(body, /^\n## Hvor lenge/);
  assert.equal(ARTICLE.split("\n")[linesOf(head)], body.split("\n")[0]);
});

test("a text without front matter is all body", () => {
  for (const text of ["", "## A", "---\nslug: a", "--- a ---"]) assert.deepEqual(divide(text), { head: "", body: text });
});

test("sections are found by their headings, not in code", () => {
  assert.deepEqual(headings("\n## A\na\n```\n## b\n```\n## C\n### d"), [2, 7]);
});

test("the page says when a publication is in use, and when it could not be", () => {
  assert.match(said({ release: 3, wanted: 4, failed: null }).text, /tar i bruk utgave 4/);
  assert.match(said({ release: 4, wanted: 4, failed: null }).text, /svarer med utgave 4/);
  assert.match(said({ release: 3, wanted: 4, failed: { release: 4, reason: "Feil." } }).text, /fortsatt med utgave 3/);
  assert.match(said({ release: 4, wanted: 4, failed: null, training: { state: "testing", progress: 0.4 } }).text, /40 %/);
});
