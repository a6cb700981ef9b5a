import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import "./page.js";
import { languageList } from "../../../web_widget/static/widget/language_list.js";
import { LANGUAGES, plural, spokenAmong } from "../../../web_widget/static/widget/languages.js";
import { dayOf, momentOf } from "../../../web_widget/static/widget/dates.js";
import { problemText } from "../../../web_widget/static/widget/problems.js";
import { inItsLanguage, languageOf } from "../../../web_widget/static/widget/spoken.js";
import { chat as polish } from "../../../web_widget/static/widget/strings/pl.js";
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";
import { settle } from "./fakes.js";

const ROOT = new URL("../../../", import.meta.url);

test("the first language that the widget speaks is chosen, whatever else its tag says", () => {
  assert.equal(spokenAmong([null, "", "pl-PL"]), "pl");
  assert.equal(spokenAmong(["de", "nn-NO", "en"]), "nn");
  assert.equal(spokenAmong(["no"]), "nb");
  assert.equal(spokenAmong(["sme-NO"]), "se");
  assert.equal(spokenAmong(["AR_eg"]), "ar");
  assert.equal(spokenAmong(["toString", undefined, "zz"]), "nb");
});

test("a count takes the form that its language asks for", () => {
  const forms = { one: "# znak", few: "# znaki", many: "# znaków", other: "# znaku" };
  assert.deepEqual([1, 2, 5, 22, 112].map((count) => plural("pl", count, forms)), ["1 znak", "2 znaki", "5 znaków", "22 znaki", "112 znaków"]);
});

test("days and hours are told in the language, with the clock of Norway and the digits of its phones", () => {
  const moment = "2026-11-30T08:05:00Z";
  assert.match(momentOf(moment, "nb"), /^mandag (?:kl\. )?09:05$/);
  assert.match(momentOf(moment, "pl"), /^poniedziałek,? 09:05$/);
  assert.equal(momentOf(moment, "en", {}), "09:05");
  for (const language of LANGUAGES) assert.match(momentOf(moment, language), /\b09[:.]05/, language);
  assert.equal(momentOf(moment, "nn"), "måndag 09:05");
  assert.equal(momentOf("2026-11-28T23:30:00Z", "se"), "sotnabeaivi 00:30");
  assert.equal(momentOf("2026-12-05T12:00:00Z", "so"), "Sabti 13:00");
  assert.equal(momentOf(moment, "se", {}), "09:05");
  assert.match(dayOf("2026-11-30", "ar"), /30.*2026/);
  assert.equal(dayOf("2026-11-30", "en"), "30 November 2026");
  assert.deepEqual(["nn", "se", "so"].map((language) => dayOf("2026-01-02", language)), ["2. januar 2026", "ođđajagimánu 2. beaivi 2026", "2 Jannaayo 2026"]);
  assert.match(dayOf("2026-11-30", "uk"), /30 листопада 2026/);
  assert.equal(dayOf(undefined, "se"), "");
});

test("the line above a passage is known for the language that it is in", () => {
  const domain = readFileSync(new URL("bot/domain/question.yml", ROOT), "utf8");
  const lines = [...domain.matchAll(/utter_answer_(\w+):\n\s+- text: \|-\n\s+(.+)\n/g)];
  assert.deepEqual(lines.map(([, language]) => language), ["en", "pl", "uk", "ar", "so"]);
  for (const [, language, line] of lines) assert.equal(languageOf(line), language, line);
});

test("the bot's responses are known for bokmål or nynorsk", () => {
  let responses = 0;
  for (const name of readdirSync(new URL("bot/domain/", ROOT))) {
    const domain = readFileSync(new URL(`bot/domain/${name}`, ROOT), "utf8");
    for (const [, nynorsk, text] of domain.matchAll(/^ {2}utter_(?!answer_)\w+?(_nn)?:\n\s+- text: (?:[>|]-\n\s+)?(.{40,})\n/gm)) {
      responses += 1;
      assert.equal(languageOf(text), nynorsk ? "nn" : "nb", text);
    }
  }
  assert.ok(responses > 40, String(responses));
});

test("the paragraphs of the articles are known for bokmål", () => {
  const articles = new URL("knowledge/content/articles/", ROOT);
  const paths = readdirSync(articles, { recursive: true }).filter((path) => path.endsWith(".md"));
  assert.ok(paths.length > 80);
  const wrong = paths.flatMap((path) => {
    const body = readFileSync(new URL(path, articles), "utf8").split(/^---$/m)[2];
    return body.split(/\n{2,}/).filter((paragraph) => languageOf(paragraph) !== "nb");
  });
  assert.deepEqual(wrong, []);
});

test("only words in another language than the rest are marked, with their direction", () => {
  const marked = (words, around) => {
    const node = inItsLanguage(Object.assign(document.createElement("p"), { textContent: words }), around);
    return [node.lang, node.dir];
  };
  assert.deepEqual(marked("Du har rett til tolk.", "nb"), ["", ""]);
  assert.deepEqual(marked("Du har rett til tolk.", "ar"), ["nb", "ltr"]);
  assert.deepEqual(marked("النص باللغة النرويجية", "nb"), ["ar", "rtl"]);
});

test("what the widget adds for screen readers does not change the language of a passage, and keeps its own", () => {
  const node = document.createElement("p");
  const added = Object.assign(document.createElement("span"), { className: "sr", textContent: "(يُفتح في علامة تبويب جديدة)" });
  node.append("Du finner den hos Nav", added);
  inItsLanguage(node, "ar");
  assert.deepEqual([node.lang, node.dir, added.lang], ["nb", "ltr", "ar"]);
});

test("the server's words about a problem are shown to who reads them, and the widget's own to others", () => {
  const problem = { detail: "Meldingen er for lang.", temporary: false };
  assert.equal(problemText(problem, strings), "Meldingen er for lang.");
  assert.equal(problemText(problem, polish), polish.refused);
  assert.equal(problemText({ detail: "Vent litt.", temporary: true }, polish), polish.unreachable);
  assert.equal(problemText({}, strings), strings.unreachable);
});

test("the list names every language in itself, tells what was not checked, and speaks the one that is pressed", async () => {
  const spoken = [];
  const list = languageList({ strings, speak: (words) => spoken.push(words.language) });
  const buttons = [...list.querySelectorAll("button")];
  assert.deepEqual(buttons.map(({ lang }) => lang), LANGUAGES);
  assert.deepEqual(buttons.filter((button) => button.getAttribute("aria-current") === "true").map(({ lang }) => lang), ["nb"]);
  assert.deepEqual(buttons.filter((button) => !button.querySelector("span")).map(({ lang }) => lang), ["nb"]);
  assert.equal(buttons.find(({ lang }) => lang === "ar").dir, "rtl");
  buttons.find(({ lang }) => lang === "so").click();
  await settle();
  await import("../../../web_widget/static/widget/strings/so.js");
  await settle();
  assert.deepEqual(spoken, ["so"]);
});
