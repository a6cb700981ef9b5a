const MARK = "[fødselsnr]";
const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const FIRST_FH_DAY = 80;

/** Put a mark in the place of every national identity number, by the rules of masking.py, before anything is kept or sent. */
export function hideIdentityNumbers(text) {
  // No look-behind: Safari before 16.4 could not read the file.
  const eleven = /\p{Nd}(?:[^\p{L}\p{N}]{0,3}\p{Nd}){10}(?!\p{Nd})/gu;
  let [hidden, at] = ["", 0];
  for (let found = eleven.exec(text); found; found = eleven.exec(text)) {
    const { 0: number, index } = found;
    if (!/\p{Nd}$/u.test(text.slice(0, index)) && isIdentityNumber(digits(number))) {
      hidden += text.slice(at, index) + MARK;
      at = index + number.length;
    } else {
      // One may begin inside of what was no such number.
      eleven.lastIndex = index + String.fromCodePoint(number.codePointAt(0)).length;
    }
  }
  return hidden + text.slice(at);
}

function isIdentityNumber(number) {
  // Numbers from 2032 on may be off by up to three in the first check digit.
  if (sum(number, FIRST_WEIGHTS) % 11 > 3 || sum(number, SECOND_WEIGHTS) % 11 > 0) return false;
  const [day, month] = [10 * number[0] + number[1], 10 * number[2] + number[3]].map((part) => (part > 40 ? part - 40 : part));
  return 10 * number[0] + number[1] >= FIRST_FH_DAY || (day >= 1 && day <= 31 && month >= 1 && month <= 12);
}

function sum(number, weights) {
  return weights.reduce((total, weight, place) => total + weight * number[place], 0);
}

// Arabic and Persian digits end in their value, as the code points are numbered.
function digits(text) {
  return text.match(/\p{Nd}/gu).map((digit) => {
    const value = Number(digit.normalize("NFKC"));
    return Number.isNaN(value) ? digit.codePointAt(0) % 16 : value;
  });
}
