// Where a browser does not know the language, bokmål, and not the browser's own; Arabic with the digits that are used in Norway.
const localesOf = (language) => [language === "ar" ? "ar-u-nu-latn" : language, "nb"];

export function dayOf(date, language) {
  return format(date, language, { dateStyle: "long" });
}

export function momentOf(date, language, day = { weekday: "long" }) {
  return format(date, language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function format(date, language, options) {
  const moment = new Date(date ?? "");
  if (Number.isNaN(moment.getTime())) return date ?? "";
  return new Intl.DateTimeFormat(localesOf(language), { timeZone: "Europe/Oslo", ...options }).format(moment);
}
