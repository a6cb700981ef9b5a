import { isSpoken } from "./languages.js";
import { readAll } from "./reading_settings.js";

const AUDIENCES = ["pasient", "parorende", "etterlatt", "barn", "fagperson"];

const READERS = {
  lang: (text) => (isSpoken(text) ? text : null),
  audience: (text) => (AUDIENCES.includes(text) ? text : null),
  topic: (text) => (/^[a-z-]+$/.test(text) ? text : null),
  api: (text) => address(text.replace(/\/?$/, "/"), ["https:", "http:"]),
  "exit-url": (text) => address(text, ["https:"]),
};

/** Read what the page wants of the conversation.
 * @param {(name: string) => string?} attribute
 * @returns {{lang?, audience?, topic?, api?, exitUrl?}} */
export function readSettings(attribute) {
  const { "exit-url": exitUrl, ...settings } = readAll(READERS, attribute);
  return exitUrl ? { ...settings, exitUrl } : settings;
}

function address(text, protocols) {
  try {
    const { href, protocol } = new URL(text, document.baseURI);
    return protocols.includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
