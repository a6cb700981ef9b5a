import { el, styleSheet } from "./dom.js";
import { drawIcon } from "./icon.js";
import { directionOf, spokenAmong } from "./languages.js";
import css from "./launcher.css";
import { Store, tabStorage } from "./store.js";
import { launcherIn } from "./strings/launcher.js";

const SPEECH = "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM8 10h8M8 13h5";

/** The launcher button on the host page; the conversation itself is loaded when it is first opened.
 * Settings: `data-` attributes (see settings.js), on the element or the script tag; `lang` or `locale` where there is no `data-lang`.
 * Events: `kreft-chat:ready`, `:open`, `:close`, `:unread` (`detail.count`); never what was said.
 * Of several on a page the first is shown, and the next one when that is taken away. */
export class KreftChat extends HTMLElement {
  static base = "";
  static script = null;
  static observedAttributes = ["data-lang", "data-colour", "data-position"];
  static #current = null;

  #root = this.attachShadow({ mode: "open" });
  #look = styleSheet("");
  #store = null;
  #language;
  #strings;
  #button = null;
  #label = null;
  #problem = null;
  #chat = null;
  #loading = null;
  #opening = null;
  #unread = 0;
  #news = null;
  #attempts = 0;
  #revive = ({ persisted }) => persisted && this.#comeBack();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet(css), this.#look];
  }

  connectedCallback() {
    if (!KreftChat.#current) this.#appear();
  }

  /** Moved by `moveBefore`, all stays as it is. */
  connectedMoveCallback() {}

  attributeChangedCallback() {
    if (KreftChat.#current !== this) return;
    this.#dress();
    const language = this.#wantedLanguage();
    if (language !== this.#language) this.#changeLanguage(language);
  }

  #appear() {
    KreftChat.#current = this;
    this.#store = new Store(tabStorage());
    this.#label = el("span");
    this.#button = el(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      drawIcon(SPEECH),
      this.#label,
    );
    this.#problem = el("p", { class: "problem", role: "alert", hidden: true });
    this.#news = el("span", { class: "sr", role: "status" });
    this.#root.append(this.#problem, this.#news, this.#button);
    addEventListener("pageshow", this.#revive);
    this.#speak(this.#wantedLanguage());
    const { open, live } = this.#store.state;
    if (open) this.open({ focus: false });
    else if (live) this.#follow();
    this.#dress();
    this.#tell("ready");
  }

  disconnectedCallback() {
    if (KreftChat.#current !== this) return;
    KreftChat.#current = null;
    removeEventListener("pageshow", this.#revive);
    this.#chat?.destroy();
    this.#chat = null;
    this.#loading = null;
    this.#unread = 0;
    this.#root.replaceChildren();
    document.querySelector(this.localName)?.connectedCallback();
  }

  open({ focus = true } = {}) {
    if (KreftChat.#current !== this) return Promise.resolve();
    this.#opening ??= this.#open(focus).finally(() => (this.#opening = null));
    return this.#opening;
  }

  close() {
    this.#chat?.close();
  }

  async #open(focus) {
    this.#label.textContent = this.#strings.loading;
    this.#problem.hidden = true;
    try {
      await this.#load();
    } catch {
      this.#label.textContent = this.#restingLabel();
      this.#problem.textContent = this.#strings.failed;
      this.#problem.hidden = false;
      return;
    }
    if (!this.isConnected || !this.#chat) return;
    this.#chat.open({ focus });
    this.#shown(true);
  }

  /** Wait for the adviser behind the closed launcher, as before the page was left. */
  async #follow() {
    await this.#load().catch(() => {});
    this.#chat?.begin();
  }

  /** Be as another page of the tab has left the conversation while this one lay in the back-forward cache. */
  #comeBack() {
    this.#store.reread();
    this.#chat?.revive();
    const language = this.#wantedLanguage();
    if (language !== this.#language) this.#changeLanguage(language);
    this.#label.textContent = this.#restingLabel();
    if (!this.#store.state.open) this.close();
    else if (!this.#button.hidden) this.open({ focus: false });
  }

  #load() {
    return (this.#loading ??= this.#import().catch((error) => {
      this.#loading = null;
      throw error;
    }));
  }

  async #import() {
    // A module that failed to load is not asked for again under the same address.
    const again = this.#attempts++ ? `?attempt=${this.#attempts}` : "";
    const [first, ...rest] = CHAT_FILES.map(addressOf);
    // The words' absence is told by the part that needs them.
    import(addressOf(LANGUAGE_FILES[this.#language])).catch(() => {});
    // All at once, instead of first the entry and then what it turns out to need.
    const [{ createChat }] = await Promise.all([import(first + again), ...rest.map((address) => import(address))]);
    if (!this.isConnected) return;
    const store = this.#store;
    const chat = await createChat(this.#root, {
      attribute: (name) => this.#attribute(name),
      site: KreftChat.base,
      language: this.#language,
      store,
      onClose: () => this.#shown(false),
      onUnread: (count) => this.#tellUnread(count),
      onLanguage: (language) => this.#speak(language),
    });
    // It may have been taken away meanwhile, and put back with another store.
    if (this.isConnected && store === this.#store) this.#chat = chat;
    else chat.destroy();
  }

  #shown(open) {
    this.#store.update({ open });
    this.#button.hidden = open;
    this.#button.setAttribute("aria-expanded", String(open));
    this.#label.textContent = this.#restingLabel();
    if (!open) this.#button.focus({ preventScroll: true });
    this.#tell(open ? "open" : "close");
  }

  #tell(what, detail = null) {
    this.dispatchEvent(new CustomEvent(`kreft-chat:${what}`, { bubbles: true, composed: true, detail }));
  }

  #attribute(name) {
    return this.getAttribute(`data-${name}`) || this.getAttribute(name) || KreftChat.script?.getAttribute(`data-${name}`);
  }

  /** Fetch what a page with a colour or place of its own needs; without it the widget looks as it does elsewhere. */
  async #dress() {
    if (!this.#attribute("colour") && !this.#attribute("position")) return this.#look.replaceSync("");
    // Rather a little later than first in another colour.
    if (!this.#look.cssRules.length) this.#look.replaceSync(".launcher { visibility: hidden; }");
    const part = await import(addressOf(LOOK_FILE)).catch(() => null);
    this.#look.replaceSync(part ? part.lookCss((name) => this.#attribute(name)) : "");
  }

  #wantedLanguage() {
    const ofPage = [this.closest("[lang]")?.lang, document.documentElement.lang];
    return spokenAmong([this.#store.state.language, this.#attribute("lang"), this.getAttribute("locale"), ...ofPage]);
  }

  #changeLanguage(language) {
    if (this.#chat) this.#chat.speakIn(language);
    else this.#speak(language);
  }

  #speak(language) {
    this.#language = language;
    this.#strings = launcherIn(language);
    for (const node of [this.#button, this.#problem, this.#news]) Object.assign(node, { lang: language, dir: directionOf(language) });
    this.#label.textContent = this.#restingLabel();
  }

  #tellUnread(count) {
    if (count === this.#unread) return;
    this.#unread = count;
    this.#button.classList.toggle("unread", count > 0);
    this.#label.textContent = this.#restingLabel();
    this.#news.textContent = count ? this.#strings.unread(count) : "";
    this.#tell("unread", { count });
  }

  #restingLabel() {
    if (this.#unread) return this.#strings.unread(this.#unread);
    return this.#store.state.id ? this.#strings.resume : this.#strings.open;
  }
}

function addressOf(file) {
  return new URL(`widget/${file}`, KreftChat.base).href;
}
