import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./page.js";
import { settle } from "./fakes.js";
import { aloudButton, hush, markVoices, voiceFor } from "../../../web_widget/static/widget/aloud_button.js";
import { Composer } from "../../../web_widget/static/widget/composer.js";
import { Dictation, withCountry } from "../../../web_widget/static/widget/dictation.js";
import { el } from "../../../web_widget/static/widget/dom.js";
import "../../../web_widget/static/widget/read_aloud.js";
import { Store } from "../../../web_widget/static/widget/store.js";
import { chat as strings } from "../../../web_widget/static/widget/strings/nb.js";

const NORWEGIAN = { lang: "nb-NO", localService: true };
const FAR_AWAY = { lang: "nb-NO", localService: false };
const ENGLISH = { lang: "en-GB", localService: true };

/** The browser's speech, which speaks only as far as a test lets it. */
class Speech extends EventTarget {
  voices = [NORWEGIAN];
  said = [];
  cancelled = 0;
  getVoices() {
    return this.voices;
  }
  speak(utterance) {
    this.said.push(utterance);
  }
  cancel() {
    this.cancelled += 1;
  }
}

class Recognition {
  static made = [];
  constructor() {
    Recognition.made.push(this);
  }
  start() {
    this.started = true;
  }
  stop() {
    this.onend();
  }
  hear(...words) {
    this.onresult({ results: words.map((transcript) => [{ transcript }]) });
  }
}

beforeEach(() => {
  hush();
  globalThis.speechSynthesis = new Speech();
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  Recognition.made = [];
  delete Recognition.available;
  globalThis.SpeechRecognition = Recognition;
});

function message() {
  const words = el("div", {}, el("p", {}, "Du kan få sykepenger. I ett år."), el("ul", {}, el("li", {}, "Be legen")));
  const button = aloudButton([words], strings);
  document.body.replaceChildren(el("div", { lang: "nb" }, words, button));
  return button;
}

test("a message is read sentence by sentence, and the button stops it", async () => {
  const button = message();
  button.click();
  await settle();
  assert.deepEqual(speechSynthesis.said.map(({ text }) => text), ["Du kan få sykepenger.", "I ett år.", "Be legen"]);
  assert.equal(speechSynthesis.said[0].voice, NORWEGIAN);
  assert.equal(button.textContent, "Stopp opplesingen");
  button.click();
  assert.deepEqual([speechSynthesis.cancelled, button.textContent], [1, "Les høyt"]);
});

test("each language is read by a voice of its own, and what no voice knows is left out", async () => {
  speechSynthesis.voices = [ENGLISH, NORWEGIAN];
  const words = el("div", {}, el("p", {}, "You can talk to a person."), el("p", { lang: "nb" }, "Be legen."), el("p", { lang: "ar" }, "العربية"));
  const button = aloudButton([words], strings);
  document.body.replaceChildren(el("div", { lang: "en" }, words, button));
  button.click();
  await settle();
  assert.deepEqual(speechSynthesis.said.map(({ text, voice }) => [text, voice.lang]), [["You can talk to a person.", "en-GB"], ["Be legen.", "nb-NO"]]);
});

test("where no voice knows any of it, that is told", async () => {
  const words = el("div", {}, el("p", { lang: "ar" }, "العربية"));
  const button = aloudButton([words], strings);
  document.body.replaceChildren(el("div", { lang: "ar" }, words, button));
  button.click();
  await settle();
  assert.deepEqual([speechSynthesis.said, button.textContent], [[], strings.readingFailed]);
});

test("the button says so when all is read, and what is read stops when another message is", async () => {
  const first = message();
  first.click();
  await settle();
  speechSynthesis.said.at(-1).onend();
  assert.deepEqual([first.textContent, speechSynthesis.cancelled], ["Les høyt", 0]);
  first.click();
  await settle();
  const second = message();
  second.click();
  await settle();
  assert.deepEqual([first.textContent, second.textContent], ["Les høyt", "Stopp opplesingen"]);
});

test("only a voice on the device itself reads, and Norwegian ones stand in for each other", () => {
  assert.equal(voiceFor("nb", [FAR_AWAY, ENGLISH]), undefined);
  assert.equal(voiceFor("nn", [ENGLISH, NORWEGIAN]), NORWEGIAN);
  assert.equal(voiceFor("en", [NORWEGIAN, ENGLISH]), ENGLISH);
  assert.equal(voiceFor("so", [NORWEGIAN]), undefined);
});

test("the buttons show once there is a voice, and not before", () => {
  speechSynthesis.voices = [];
  const log = el("div");
  markVoices(log, "nb");
  assert.equal(log.hasAttribute("data-voice"), false);
  speechSynthesis.voices = [NORWEGIAN];
  speechSynthesis.dispatchEvent(new Event("voiceschanged"));
  assert.equal(log.hasAttribute("data-voice"), true);
});

function listening(language = "nb") {
  const told = [];
  const dictation = new Dictation({ language, write: (words) => told.push(words), ended: (problem) => told.push({ problem }) });
  return { dictation, told, recognition: Recognition.made[0] };
}

test("what is said is written as it is understood", async () => {
  const { dictation, told, recognition } = listening();
  await dictation.start();
  recognition.hear("hvor lenge");
  recognition.hear("hvor lenge kan jeg", " få sykepenger");
  dictation.stop();
  assert.deepEqual(told, ["hvor lenge", "hvor lenge kan jeg få sykepenger", { problem: "" }]);
});

test("the sound stays on the device where that can", async () => {
  const { dictation, recognition } = listening();
  await dictation.start();
  assert.equal(recognition.processLocally, undefined);
  Recognition.available = async ({ langs, processLocally }) => (langs[0] === "nb-NO" && processLocally ? "available" : "unavailable");
  await dictation.start();
  assert.equal(recognition.processLocally, true);
});

for (const [error, problem] of [["not-allowed", "refused"], ["network", "failed"], ["no-speech", ""], ["aborted", ""]]) {
  test(`a microphone that ends with ${error} is told as «${problem}»`, () => {
    const { told, recognition } = listening();
    recognition.onerror({ error });
    recognition.onend();
    assert.deepEqual(told, [{ problem }]);
  });
}

test("a language is asked for with its country, and nynorsk as bokmål", () => {
  assert.deepEqual(["nb", "nn", "pl", "uk", "so"].map(withCountry), ["nb-NO", "nb-NO", "pl-PL", "uk-UA", "so-SO"]);
});

function composer(draft = "") {
  const store = new Store(null);
  store.update({ draft });
  const made = new Composer({ strings, store, onSend: () => {}, onType: () => {}, onDictate: () => {} });
  return { made, store, field: made.element.querySelector("textarea"), microphone: made.element.querySelector("[aria-pressed]") };
}

test("what is said goes on from what was written, into the draft", () => {
  const { made, store, field, microphone } = composer("Hei.");
  made.listen(true);
  assert.deepEqual([microphone.getAttribute("aria-pressed"), made.element.querySelector(".count").textContent], ["true", strings.dictating]);
  made.say("hvor");
  made.say("hvor lenge");
  assert.equal(made.element.querySelector(".count").textContent, strings.dictating);
  assert.deepEqual([field.value, store.state.draft], ["Hei. hvor lenge", "Hei. hvor lenge"]);
  made.listen(false);
  assert.equal(microphone.getAttribute("aria-pressed"), "false");
});

test("there is no microphone where the browser can't listen", () => {
  assert.equal(composer().microphone.hidden, false);
  delete globalThis.SpeechRecognition;
  assert.equal(composer().microphone.hidden, true);
});
