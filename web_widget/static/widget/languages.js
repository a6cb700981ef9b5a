/** The languages of the interface, by their codes. */
export const LANGUAGES = ["nb", "nn", "se", "en", "pl", "uk", "ar", "so"];

const DEFAULT = "nb";
const ALSO_CALLED = { no: "nb", sme: "se" };

/** Find the first of some language tags that the widget speaks, such as `nb` for `no-NO`; else bokmål. */
export function spokenAmong(tags) {
  return tags.filter(Boolean).map(codeOf).find(isSpoken) ?? DEFAULT;
}

export function isSpoken(tag) {
  return LANGUAGES.includes(codeOf(tag));
}

function codeOf(tag) {
  const [code] = tag.toLowerCase().split(/[-_]/);
  return ALSO_CALLED[code] ?? code;
}

export function directionOf(language) {
  return language === "ar" ? "rtl" : "ltr";
}

/** Choose the form of a count's words by the rules of a language: `{one: "# tegn igjen", other: "# tegn igjen"}`. */
export function plural(language, count, forms) {
  // A browser that did not know the language would count by its own.
  const rules = new Intl.PluralRules([language, DEFAULT]);
  return (forms[rules.select(count)] ?? forms.other).replace("#", count);
}
