import { el } from "./dom.js";
import { directionOf } from "./languages.js";

// Among what was said the widget itself says something only to screen readers, such as that a link opens a new tab.
const OURS = ".sr";

// What the bot and advisers say is in Norwegian; above a passage there may be a line in the language that the user writes.
const SIGNS = [
  ["ar", /\p{Script=Arabic}/u],
  ["uk", /\p{Script=Cyrillic}/u],
  ["nn", /\b(?:eg|ikkje|kva|kven|korleis|dei|ein|eit|vere|kome|noko|meir|berre)\b/i],
  ["nb", /\b(?:jeg|og|er|til|ikke|det|som|du|av|med|en|et)\b/i],
  ["pl", /[ąćęłńśźż]/i],
  ["so", /\b(?:waa|waxaad|iyo|ayaa)\b/i],
  ["en", /\b(?:the|you|and|is|of)\b/i],
];

/** Tell the language of a text in the conversation, bokmål where nothing speaks against it. */
export function languageOf(text) {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? "nb";
}

/** Mark a node whose words are in another language than what is around it, so that it is read aloud and laid out as such. */
export function inItsLanguage(node, around, language = languageOf(withoutOurs(node).textContent)) {
  if (language === around) return node;
  node.lang = language;
  node.dir = directionOf(language);
  for (const ours of node.querySelectorAll(OURS)) ours.lang = around;
  return node;
}

function withoutOurs(node) {
  const copy = node.cloneNode(true);
  for (const ours of copy.querySelectorAll(OURS)) ours.remove();
  return copy;
}

/** Give what the bot says again and again in the chosen language, where that is known. */
export function known(words, { said }) {
  return Object.hasOwn(said, words) ? said[words] : undefined;
}

/** Mark a node whose words are an article's, and so in bokmål. */
export function ofArticle(node, { language }) {
  return inItsLanguage(node, language, "nb");
}

/** Give words of the articles, which are in bokmål, for a place among words in the chosen language. */
export function bokmal(words, { language }) {
  return language === "nb" ? words : el("bdi", { lang: "nb" }, words);
}
