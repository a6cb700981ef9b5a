// Eight digits as people write them (12 34 56 78, 123 45 678), the 116 numbers, and the three emergency numbers unless a unit
// shows that they count something.
const PHONE =
  /(?<![\d.,/+-])(?:(?:\+47 ?)?(?:\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3})|116 ?1(?:11|17|23)|11[023](?! ?(?:%|prosent|kr|kroner|dag|døgn|uke|måned|år|time|minutt|mg|ml|g\b|kg|km|m\b|stk|personer|000)))(?![\d/]|[.,-]\d| \d)/g;

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
