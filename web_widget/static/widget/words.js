const FILES = {
  nb: () => import("./strings/nb.js"),
  nn: () => import("./strings/nn.js"),
  se: () => import("./strings/se.js"),
  en: () => import("./strings/en.js"),
  pl: () => import("./strings/pl.js"),
  uk: () => import("./strings/uk.js"),
  ar: () => import("./strings/ar.js"),
  so: () => import("./strings/so.js"),
};

/** Fetch the widget's words in a language. */
export async function wordsIn(language) {
  return (await FILES[language]()).chat;
}

/** The same, but with bokmål where the language does not come: words that are not one's own are better than none. */
export function wordsInOrBokmal(language) {
  return wordsIn(language).catch(() => wordsIn("nb"));
}
