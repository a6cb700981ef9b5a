import { el } from "./dom.js";
import { icon } from "./icons.js";
import { hideIdentityNumbers } from "./masking.js";

const MOST_CHARACTERS = 2000;
const COUNT_FROM = 1800;
const TYPING_EVERY_MS = 3000;
const TALLEST_PX = 160;

/** Where the user writes; keeps the draft. */
export class Composer {
  #strings;
  #store;
  #onSend;
  #onType;
  #onDictate;
  #said = "";
  #hint = "";
  #toldAt = 0;
  #field;
  #label;
  #count;
  #button;
  #microphone;
  element;

  /** `onDictate` is called by the microphone, which is there where the browser can listen. */
  constructor({ strings, store, onSend, onType, onDictate }) {
    this.#strings = strings;
    this.#store = store;
    this.#onSend = onSend;
    this.#onType = onType;
    this.#onDictate = onDictate;
    this.element = this.#build();
    this.restore();
  }

  /** Take the draft from the store. */
  restore() {
    this.#field.value = this.#store.state.draft;
    this.#measure();
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Show whether somebody listens; `said` goes on from what stands in the field. */
  listen(listening) {
    this.#microphone.setAttribute("aria-pressed", String(listening));
    this.#said = this.#field.value && `${this.#field.value.trimEnd()} `;
    this.tell(listening ? this.#strings.dictating : "");
  }

  say(words) {
    this.#field.value = this.#said + words;
    this.#remember();
  }

  /** Say something about the field. */
  tell(words) {
    this.#hint = words;
    this.#measure();
  }

  /** Ask for it in other words. */
  ask(words) {
    this.#field.placeholder = this.#label.textContent = words;
  }

  enable(enabled) {
    this.element.hidden = !enabled;
  }

  #build() {
    const { composer, send, dictate } = this.#strings;
    this.#field = el("textarea", {
      id: "question",
      rows: "1",
      placeholder: composer,
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": "count",
      onkeydown: (event) => this.#onKey(event),
      oninput: () => this.#onInput(),
    });
    this.#count = el("p", { id: "count", class: "count", "aria-live": "polite" });
    this.#button = el("button", { type: "submit", class: "send", "aria-label": send }, icon("send"));
    this.#microphone = el("button", { type: "button", class: "plain", "aria-label": dictate, "aria-pressed": "false", onclick: this.#onDictate }, icon("microphone"));
    this.#microphone.hidden = !(globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition);
    this.#label = el("label", { for: "question", class: "sr" }, composer);
    return el("form", { class: "composer", onsubmit: (event) => this.#onSubmit(event) }, this.#label, this.#field, this.#microphone, this.#button, this.#count);
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#onSubmit(event);
  }

  #onSubmit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text || length(text) > MOST_CHARACTERS) return;
    this.#field.value = "";
    this.#remember();
    this.#onSend(text);
  }

  #onInput() {
    // What went wrong with the microphone is over once one writes.
    if (this.#hint !== this.#strings.dictating) this.#hint = "";
    this.#remember();
    if (Date.now() - this.#toldAt < TYPING_EVERY_MS) return;
    this.#toldAt = Date.now();
    this.#onType();
  }

  #remember() {
    this.#store.update({ draft: hideIdentityNumbers(this.#field.value) });
    this.#measure();
  }

  #measure() {
    const used = length(this.#field.value.trim());
    const left = MOST_CHARACTERS - used;
    this.#count.textContent =
      used < COUNT_FROM ? this.#hint : left < 0 ? this.#strings.tooLong(-left) : this.#strings.remaining(left);
    // Whatever is written runs its own way; while there is nothing, the words shown there run as the rest.
    this.#field.dir = used ? "auto" : "";
    this.#field.setAttribute("aria-invalid", String(left < 0));
    this.#button.disabled = used === 0 || left < 0;
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight + 2, TALLEST_PX)}px`;
  }
}

// The server counts characters, not UTF-16 units.
function length(text) {
  return [...text].length;
}
