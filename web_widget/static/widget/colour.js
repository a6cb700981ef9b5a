const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const ENOUGH = 7;
// What coloured words stand on in chat.css: paper, tint, mine and warm.
const GROUNDS = {
  light: ["#ffffff", "#f0f9fb", "#daeef3", "#fdf9ef"],
  dark: ["#141c21", "#1d282f", "#2b4350", "#2d251b"],
};

/** Read `#rgb` or `#rrggbb`; null for anything else. */
export function parseColour(text) {
  const hex = /^#(?:[\da-f]{3}){1,2}$/i.test(text) && (text.length === 4 ? text.replace(/[^#]/g, "$&$&") : text);
  return hex ? [1, 3, 5].map((place) => Number.parseInt(hex.slice(place, place + 2), 16)) : null;
}

/** Make all that the widget shows in a brand colour: as near to it as lets every word on it, or in it, stand out 7 to 1. */
export function palette(colour) {
  const onWhite = away(colour, [WHITE], BLACK);
  const onBlack = away(colour, [BLACK], WHITE);
  const [fill, words] = onWhite.steps <= onBlack.steps ? [onWhite, WHITE] : [onBlack, BLACK];
  return {
    fill: { ground: css(fill.colour), words: css(words), hover: css(mix(fill.colour, words === WHITE ? BLACK : WHITE, 0.2)) },
    light: ink(away(colour, GROUNDS.light.map(parseColour), BLACK).colour, BLACK),
    dark: ink(away(colour, GROUNDS.dark.map(parseColour), WHITE).colour, WHITE),
  };
}

function ink(colour, end) {
  return { brand: css(colour), strong: css(mix(colour, end, 0.15)), on: css(end === BLACK ? WHITE : BLACK) };
}

function away(colour, grounds, end) {
  for (let steps = 0; ; steps += 1) {
    const moved = mix(colour, end, steps / 50);
    if (steps === 50 || grounds.every((ground) => contrast(moved, ground) >= ENOUGH)) return { colour: moved, steps };
  }
}

function mix(from, to, part) {
  return from.map((value, place) => Math.round(value + (to[place] - value) * part));
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

// As WCAG 2.2 defines it.
function luminance(colour) {
  const [red, green, blue] = colour.map((value) => value / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(colour) {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
