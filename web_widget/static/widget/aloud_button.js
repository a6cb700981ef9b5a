import { el } from "./dom.js";
import { icon } from "./icons.js";

const NORWEGIAN = ["nb", "no", "nn"];

let stop = () => {};

/** Fall silent. */
export function hush() {
  stop();
}

/** Find a voice on the device itself: others would send the text to whoever made them. */
export function voiceFor(language, voices = globalThis.speechSynthesis?.getVoices() ?? []) {
  const wanted = NORWEGIAN.includes(language) ? [language, ...NORWEGIAN] : [language];
  const local = voices.filter(({ localService }) => localService);
  return wanted.map((code) => local.find(({ lang }) => lang.split(/[-_]/)[0].toLowerCase() === code)).find(Boolean);
}

/** Mark an element while there is a voice for its messages, which are in Norwegian or in the chosen language; the buttons in it show only then. */
export function markVoices(element, language) {
  const mark = () => element.toggleAttribute("data-voice", Boolean(voiceFor(language) ?? voiceFor("nb")));
  mark();
  // Voices are found one after the other.
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", mark);
}

/** A button that has the device read a message aloud, and stops it. */
export function aloudButton(parts, strings) {
  let reading = false;
  const label = el("span", {}, strings.readAloud);
  const tell = (is) => {
    reading = is;
    label.textContent = is ? strings.stopReading : strings.readAloud;
  };
  const press = async () => {
    const wasReading = reading;
    hush();
    if (wasReading) return;
    try {
      const { read } = await import("./read_aloud.js");
      stop = read({ passages: parts.flatMap(spoken), tell });
    } catch {
      label.textContent = strings.readingFailed;
    }
  };
  return el("button", { type: "button", class: "aloud", onclick: press }, icon("sound"), label);
}

// Each paragraph and each choice by itself, so that it is read as a sentence, and by a voice that knows its language.
function spoken(part) {
  const blocks = part.querySelectorAll("p, li, button");
  return [...(blocks.length ? blocks : [part])].map((block) => ({ text: block.textContent, voice: voiceFor(languageOf(block)) }));
}

function languageOf(block) {
  return (block.querySelector("[lang]") ?? block).closest("[lang]").lang;
}
