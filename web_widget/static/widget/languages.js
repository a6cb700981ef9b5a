/** The languages of the interface, by their codes, each with its own name. Only bokmål was checked by somebody whose language it is. */
export const NAMES = {
  nb: "Norsk bokmål",
  nn: "Norsk nynorsk",
  se: "Davvisámegiella",
  en: "English",
  pl: "Polski",
  uk: "Українська",
  ar: "العربية",
  so: "Soomaali",
};

const DEFAULT = "nb";
const ALSO_CALLED = { no: "nb", sme: "se", eng: "en", pol: "pl", ukr: "uk", ara: "ar", som: "so" };

/** Find the first of some language tags that the widget speaks, such as `nb` for `no-NO`; else bokmål. */
export function spokenAmong(tags) {
  for (const tag of tags) {
    const [code] = (tag ?? "").toLowerCase().split(/[-_]/);
    const known = ALSO_CALLED[code] ?? code;
    if (Object.hasOwn(NAMES, known)) return known;
  }
  return DEFAULT;
}

export function directionOf(language) {
  return language === "ar" ? "rtl" : "ltr";
}

/** Choose the form of a count's words by the rules of a language: `{one: "# tegn", other: "# tegn"}`. */
export function plural(language, count, forms) {
  // Not every browser knows every language: the second is for Northern Sámi and Somali, else its own would count.
  const rules = new Intl.PluralRules([language, DEFAULT]);
  return (forms[rules.select(count)] ?? forms.other).replace("#", count);
}
