import { downloadButton } from "./download.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { sheet } from "./sheet.js";

/** What is seldom needed: copies, going on elsewhere, being called, deleting; and what is asked before any of it. */
export class Menu {
  #conversation;
  #strings;
  #items;
  #slot = el("div");
  #note = el("p", { class: "note", role: "status" });
  button;
  element;

  constructor({ conversation, strings, site }) {
    this.#conversation = conversation;
    this.#strings = strings;
    this.button = el(
      "button",
      { type: "button", class: "plain", "aria-label": strings.menu, "aria-expanded": "false", "aria-controls": "menu", onclick: () => this.#toggle() },
      icon("menu"),
    );
    this.#items = this.#list(new URL("artikler", site).href);
    this.element = el("div", { id: "menu", class: "menu", role: "group", "aria-label": strings.menu, hidden: true }, this.#items, this.#slot);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close({ focus = false } = {}) {
    this.#open(false);
    if (focus) this.button.focus();
  }

  /** Ask something instead of showing the list. */
  ask(question) {
    const { unreachable, back } = this.#strings;
    this.#open(true);
    const node = sheet({ cancel: back, problem: (error) => error.detail || unreachable, onCancel: () => this.close({ focus: true }), ...question });
    this.#items.hidden = true;
    this.#slot.replaceChildren(node);
    (node.querySelector("input") ?? node).focus();
  }

  askForCall() {
    const { callInfo, callHow: label, callWhen, callConsent, callSubmit, callInvalid, unreachable } = this.#strings;
    if (this.#conversation.receipt) return this.#showReceipt();
    this.ask({
      words: [callInfo],
      fields: [
        { name: "how", label, required: true, maxlength: 254 },
        { name: "when", label: callWhen, maxlength: 200 },
        { name: "consent", label: callConsent, type: "checkbox", required: true },
      ],
      submit: callSubmit,
      act: async ({ how, when }) => {
        await this.#conversation.askForCall({ [how.includes("@") ? "email" : "phone"]: how, when });
        this.#showReceipt();
      },
      problem: ({ status, detail }) => (status === 422 ? callInvalid : detail || unreachable),
    });
  }

  #list(articles) {
    const { remove, articles: read, newTab, askForCall, showCode, enterCode } = this.#strings;
    const item = (words, act) => el("button", { type: "button", onclick: act }, words);
    return el(
      "div",
      {},
      downloadButton({ conversation: this.#conversation, strings: this.#strings, tell: (words) => this.#tell(words) }),
      item(askForCall, () => this.askForCall()),
      item(showCode, () => this.#showCode()),
      item(enterCode, () => this.#enterCode()),
      item(remove, () => this.#remove()),
      el("a", { href: articles, target: "_blank", rel: "noopener" }, read, el("span", { class: "sr" }, ` ${newTab}`)),
      this.#note,
    );
  }

  #toggle() {
    this.#open(!this.isOpen);
    // The list does not follow its button in the order of the keyboard.
    if (this.isOpen) this.#items.firstChild.focus();
  }

  #open(open) {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.#items.hidden = false;
    this.#slot.replaceChildren();
    this.#note.textContent = "";
  }

  #tell(words) {
    if (words) this.#note.textContent = words;
    else this.close({ focus: true });
  }

  #showReceipt() {
    const { callDone, callReceipt } = this.#strings;
    this.ask({ words: [callDone, `${callReceipt} ${this.#conversation.receipt}`] });
  }

  async #showCode() {
    const { codeIs, codeHelp, unreachable } = this.#strings;
    try {
      const code = await this.#conversation.returnCode();
      this.ask({ words: [codeIs, el("b", { class: "code", translate: "no" }, code), codeHelp] });
    } catch (error) {
      this.#tell(error.detail || unreachable);
    }
  }

  #enterCode() {
    const { code: label, codeAsk, codeSubmit, codeWrong, unreachable } = this.#strings;
    this.ask({
      words: [codeAsk],
      fields: [{ name: "code", label, required: true, maxlength: 200, autocapitalize: "none", spellcheck: "false" }],
      submit: codeSubmit,
      act: async ({ code }) => {
        await this.#conversation.comeBack(code);
        this.close({ focus: true });
      },
      problem: ({ status, detail }) => (status === 404 || status === 422 ? codeWrong : detail || unreachable),
    });
  }

  #remove() {
    const { removeQuestion, removeConfirm, removeCancel, removeFailed } = this.#strings;
    this.ask({
      words: [removeQuestion],
      submit: removeConfirm,
      act: async () => {
        await this.#conversation.remove();
        this.close({ focus: true });
      },
      cancel: removeCancel,
      problem: () => removeFailed,
    });
  }
}
