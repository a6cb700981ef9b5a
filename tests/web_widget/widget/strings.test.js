import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { LANGUAGES } from "../../../web_widget/static/widget/languages.js";
import { launcherIn } from "../../../web_widget/static/widget/strings/launcher.js";

const ROOT = new URL("../../../", import.meta.url);
const WIDGET = new URL("web_widget/static/widget/", ROOT);
const STRINGS = new URL("strings/", WIDGET);
const OTHERS = LANGUAGES.filter((language) => language !== "nb");
const PHONES = /\b(?:21 49 49 21|116 ?\d{3}|113|11[02])\b/g;

// What is said only to those who do not read the rest.
const MEANT_EMPTY = { nb: /\.(?:norwegian|urgent)$/, nn: /\.urgent$/ };

const read = (name, folder) => readFileSync(new URL(name, folder), "utf8");

/** All words of one language: `{file: {exported: words}}`. */
async function wordsOf(language) {
  const found = { launcher: launcherIn(language) };
  for (const part of partsOf(language)) found[part] = { ...(await import(new URL(`${part}${language}.js`, STRINGS))) };
  return found;
}

function partsOf(language) {
  return readdirSync(STRINGS, { recursive: true })
    .filter((path) => path.split("/").at(-1) === `${language}.js`)
    .map((path) => path.slice(0, -`${language}.js`.length));
}

/** Give `[path, value]` of everything in an object; what the bot says is looked up, not said by the widget, and may lack. */
function leaves(value, path = "") {
  if (typeof value !== "object") return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => (key === "said" ? [] : leaves(each, `${path}.${key}`)));
}

/** Say a string in all the ways that it may be said: what makes one is called as the widget calls it. */
function said(value) {
  if (typeof value === "string") return [value];
  const takesAnAdviser = String(value).startsWith("({");
  return (takesAnAdviser ? ADVISERS : NUMBERS_AND_TIMES).map((argument) => value(argument));
}

const all = Object.fromEntries(await Promise.all(LANGUAGES.map(async (language) => [language, new Map(leaves(await wordsOf(language)))])));
const NUMBERS_AND_TIMES = [0, 1, 2, 3, 5, 11, 21, 100, "10:00"];
const ADVISERS = [{ name: "Kari", role: "nurse" }, { name: "Kari", role: "lawyer" }, { name: "Kari", role: null }];

for (const language of OTHERS) {
  test(`${language} has every string that bokmål has, and none besides`, () => {
    assert.deepEqual([...all[language].keys()].sort(), [...all.nb.keys()].sort());
  });

  test(`${language} takes the same values into its strings`, () => {
    for (const [path, value] of all.nb) {
      const own = all[language].get(path);
      assert.equal(typeof own, typeof value, path);
      if (typeof value === "function") assert.equal(own.length, value.length, path);
    }
  });

  test(`${language} has words of its own, and gives the same numbers to ring`, () => {
    const sameWords = [];
    for (const [path, value] of all.nb) {
      const numbers = (each) => said(each).map((words) => words.match(PHONES));
      if (!path.endsWith(".urgent")) assert.deepEqual(numbers(all[language].get(path)), numbers(value), path);
      if (typeof value === "string" && value.length > 40 && value === all[language].get(path)) sameWords.push(path);
    }
    // Bokmål and nynorsk are near enough for some sentences to be the same.
    if (language !== "nn") assert.deepEqual(sameWords, []);
  });
}

for (const language of LANGUAGES) {
  test(`${language} has no string that says nothing or shows how it is made`, () => {
    for (const [path, value] of all[language]) {
      for (const words of said(value)) {
        assert.equal(typeof words, "string", path);
        assert.doesNotMatch(words, /#|undefined|\[object|NaN/, path);
        const isMeantEmpty = MEANT_EMPTY[language]?.test(path) ?? false;
        assert.equal(words.trim() === "", isMeantEmpty, path);
      }
    }
  });

  test(`${language} counts by its own rules`, () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const counted = [...partsOf(language).map((part) => read(`${part}${language}.js`, STRINGS)), ownPart(language)].join("\n");
    const forms = [...counted.matchAll(/(?:plural\("(\w+)",[^{]*|unread: )\{([^}]*)\}/g)];
    assert.ok(forms.length >= 4);
    for (const [text, of = language, listed] of forms) {
      assert.equal(of, language, text);
      assert.deepEqual([...listed.matchAll(/(\w+): "/g)].map(([, name]) => name).toSorted(), categories, text);
    }
  });
}

function ownPart(language) {
  return read("launcher.js", STRINGS).split(new RegExp(`^  ${language}: \\{`, "m"))[1].split("\n  },")[0];
}

test("a right-to-left language isolates the numbers whose groups it would turn round", () => {
  for (const [path, value] of all.ar) {
    for (const words of said(value)) assert.doesNotMatch(words.replace(/\u2066[^\u2069]*\u2069/g, ""), /\d \d/, path);
  }
});

test("no string is left over", () => {
  const sources = readdirSync(WIDGET, { recursive: true }).filter((path) => path.endsWith(".js") && !path.startsWith("strings/"));
  const code = sources.map((path) => read(path, WIDGET)).join("\n");
  const names = new Set([...all.nb.keys()].map((path) => path.split(".")[path.startsWith(".launcher") ? 2 : 3]));
  const unused = [...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(code));
  assert.deepEqual(unused, []);
});

test("danger is told in every language but Norwegian with the numbers for it", async () => {
  for (const language of OTHERS.filter((each) => each !== "nn")) {
    const { urgent, said: known } = (await wordsOf(language))[""].chat;
    assert.deepEqual(urgent.match(PHONES), ["113", "116 117"], language);
    for (const [words, own] of Object.entries(known)) assert.deepEqual(own.match(PHONES), words.match(PHONES), own);
  }
});

test("what is known of what the bot says is what it says, in every language alike", async () => {
  const known = {};
  for (const language of OTHERS) known[language] = Object.keys((await wordsOf(language))[""].chat.said);
  for (const language of OTHERS) assert.deepEqual(known[language], known.en, language);
  const theirs = ["web_widget/words.py", ...readdirSync(new URL("bot/domain/", ROOT)).map((name) => `bot/domain/${name}`), "actions/replies.py"];
  // Python joins neighbouring strings, YAML folds lines.
  const spoken = theirs.map((path) => read(path, ROOT).replace(/"\n\s*"/g, "").replaceAll("\\n", "\n")).join("\n");
  const inOneLine = (words) => words.replace(/\s+/g, " ");
  for (const words of known.en) assert.ok(inOneLine(spoken).includes(inOneLine(words)), words);
});
