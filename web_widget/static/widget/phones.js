const UNITS = "%|prosent|kr|kroner|dag|døgn|uke|måned|år|time|minutt|mg|ml|g\\b|kg|km|m\\b|stk|personer|000";

// Eight digits as people write them (12 34 56 78, 123 45 678), the 116 numbers, and the emergency numbers unless a unit after
// them shows that they count something. A space may be one that does not break.
const PHONE = new RegExp(
  [
    "(?<![\\d.,/+-]|\\d )(?:(?:\\+47 ?)?(?:\\d{2} \\d{2} \\d{2} \\d{2}|\\d{3} \\d{2} \\d{3})",
    "116 ?1(?:11|17|23)",
    `11[023](?! ?(?:${UNITS})))(?![\\d/]|[.,-]\\d| \\d)`,
  ]
    .join("|")
    .replaceAll(" ", "[ \\u00a0]"),
  "g",
);

/** Split a text into strings and `{phone}` parts. */
export function splitPhones(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(PHONE)) {
    parts.push(text.slice(end, match.index), { phone: match[0] });
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

export function telHref(phone) {
  return `tel:${phone.replace(/[^\d+]/g, "")}`;
}
