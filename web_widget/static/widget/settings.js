import { parseColour } from "./colour.js";

const AUDIENCES = ["pasient", "parorende", "etterlatt", "barn", "fagperson"];
const POSITION = /^(left|right)(?: (\d{1,3})(?: (\d{1,3}))?)?$/;
const FARTHEST_PX = 400;
const warned = new Set();

// Each gives what a setting's text means, or null when it means nothing.
const READERS = {
  audience: (text) => (AUDIENCES.includes(text) ? text : null),
  colour: parseColour,
  position: (text) => {
    const [, side, x = "20", y = "20"] = POSITION.exec(text) ?? [];
    return side && Math.max(x, y) <= FARTHEST_PX ? { side, x: Number(x), y: Number(y) } : null;
  },
  topic: (text) => (/^[a-z-]+$/.test(text) ? text : null),
  api: (text) => address(text.replace(/\/?$/, "/"), ["https:", "http:"]),
  "exit-url": (text) => address(text, ["https:"]),
};

/** The names of the attributes that hold a setting, on `<kreft-chat>`. */
export const ATTRIBUTES = Object.keys(READERS).flatMap((name) => [`data-${name}`, name]);

/** Read the settings from the element, else from the script tag; what is wrong is told once in the console, and left out.
 * @returns {{audience?, colour?, position?, topic?, api?, exitUrl?}} */
export function readSettings(element, script) {
  const settings = {};
  for (const [name, read] of Object.entries(READERS)) {
    const text = [element.getAttribute(`data-${name}`), element.getAttribute(name), script?.getAttribute(`data-${name}`)].find((found) => found);
    const value = text ? read(text.trim()) : null;
    if (value) settings[name.replace("-url", "Url")] = value;
    else if (text) warnOnce(`kreft-chat: data-${name}="${text}" is not understood; see docs/innbygging.md`);
  }
  return settings;
}

function warnOnce(words) {
  if (warned.has(words)) return;
  warned.add(words);
  console.warn(words);
}

function address(text, protocols) {
  try {
    const { href, protocol } = new URL(text, document.baseURI);
    return protocols.includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
