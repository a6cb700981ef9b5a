import { downloadButton } from "./download.js";
import { el } from "./dom.js";
import { problemText } from "./problems.js";
import { sheet } from "./sheet.js";

/** What the menu can do: copies, going on elsewhere, being called, deleting; and what is asked before any of it. */
export class MenuActs {
  #conversation;
  #strings;
  #site;
  #more;
  #show;
  #close;
  #note = el("p", { class: "note", role: "status" });

  /** @param {{conversation: Conversation, strings: object, site: string, show: (node: Node) => void, close: () => void}} context */
  constructor({ conversation, strings, site, more, show, close }) {
    this.#more = more;
    this.#conversation = conversation;
    this.#strings = strings;
    this.#site = site;
    this.#show = show;
    this.#close = close;
  }

  list() {
    this.#note.textContent = "";
    const list = this.#list();
    this.#show(list);
    // The list does not follow its button in the order of the keyboard.
    list.firstChild.focus();
  }

  /** Ask something instead of showing the list. */
  ask(question) {
    const { back } = this.#strings;
    const node = sheet({ cancel: back, problem: (error) => problemText(error, this.#strings), onCancel: this.#close, ...question });
    this.#show(node);
    (node.querySelector("input") ?? node).focus();
  }

  askForCall() {
    const { callInfo, callHow: label, callWhen, callConsent, callSubmit, callInvalid } = this.#strings;
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
      problem: (error) => (error.status === 422 ? callInvalid : problemText(error, this.#strings)),
    });
  }

  #list() {
    const { remove, articles: read, newTab, askForCall, showCode, enterCode } = this.#strings;
    const item = (words, act) => el("button", { type: "button", onclick: act }, words);
    return el(
      "div",
      { class: "items" },
      downloadButton({ conversation: this.#conversation, strings: this.#strings, tell: (words) => this.#tell(words) }),
      ...(this.#more?.offers ?? []).map((offer) => this.#offer(offer)),
      item(askForCall, () => this.askForCall()),
      item(showCode, () => this.#showCode()),
      item(enterCode, () => this.#enterCode()),
      item(remove, () => this.#remove()),
      el("a", { href: new URL("artikler", this.#site).href, target: "_blank", rel: "noopener" }, read, el("span", { class: "sr" }, ` ${newTab}`)),
      this.#note,
    );
  }

  #offer({ words, pressed, act }) {
    if (pressed === undefined) return el("button", { type: "button", onclick: act }, words);
    const state = el("span", { class: "state", "aria-hidden": "true" });
    const show = (on) => {
      button.setAttribute("aria-pressed", String(on));
      state.textContent = on ? this.#strings.on : this.#strings.off;
    };
    const button = el("button", { type: "button", onclick: () => show(act()) }, words, state);
    show(pressed);
    return button;
  }

  #tell(words) {
    if (words) this.#note.textContent = words;
    else this.#close();
  }

  #showReceipt() {
    const { callDone, callReceipt } = this.#strings;
    this.ask({ words: [callDone, `${callReceipt} ${this.#conversation.receipt}`] });
  }

  async #showCode() {
    const { codeIs, codeHelp } = this.#strings;
    try {
      const code = await this.#conversation.returnCode();
      this.ask({ words: [codeIs, el("b", { class: "code", translate: "no" }, code), codeHelp] });
    } catch (error) {
      this.#tell(problemText(error, this.#strings));
    }
  }

  #enterCode() {
    const { code: label, codeAsk, codeSubmit, codeWrong } = this.#strings;
    this.ask({
      words: [codeAsk],
      fields: [{ name: "code", label, required: true, maxlength: 200, autocapitalize: "none", spellcheck: "false" }],
      submit: codeSubmit,
      act: async ({ code }) => {
        await this.#conversation.comeBack(code);
        this.#close();
      },
      problem: (error) => ([404, 422].includes(error.status) ? codeWrong : problemText(error, this.#strings)),
    });
  }

  #remove() {
    const { removeQuestion, removeConfirm, removeCancel, removeFailed } = this.#strings;
    this.ask({
      words: [removeQuestion],
      submit: removeConfirm,
      act: async () => {
        await this.#conversation.remove();
        this.#close();
      },
      cancel: removeCancel,
      problem: () => removeFailed,
    });
  }
}
