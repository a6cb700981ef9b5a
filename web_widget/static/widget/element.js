import { el, styleSheet } from "./dom.js";
import { icon } from "./icons.js";
import { directionOf, spokenAmong } from "./languages.js";
import css from "./launcher.css";
import { Store, tabStorage } from "./store.js";
import { launcherIn } from "./strings/launcher.js";

/** The launcher button on the host page; the conversation itself is loaded when it is first opened.
 * Attributes: `api` (default: beside the script), `lang` or `locale` (default: the page's), `audience`, `position` (`left` or `right`).
 * Events: `kreft-chat:open`, `kreft-chat:close`. */
export class KreftChat extends HTMLElement {
  static base = "";

  #root = this.attachShadow({ mode: "open" });
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
    this.#root.adoptedStyleSheets = [styleSheet(css)];
  }

  connectedCallback() {
    this.#store = new Store(tabStorage());
    this.#label = el("span");
    this.#button = el(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      icon("chat"),
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
  }

  disconnectedCallback() {
    removeEventListener("pageshow", this.#revive);
    this.#chat?.destroy();
    this.#chat = null;
    this.#loading = null;
    this.#root.replaceChildren();
  }

  open({ focus = true } = {}) {
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
    if (language !== this.#language) this.#chat ? this.#chat.speakIn(language) : this.#speak(language);
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
    const [first, ...rest] = CHAT_FILES.map((name) => new URL(`widget/${name}`, KreftChat.base).href);
    // All at once, instead of first the entry and then what it turns out to need.
    const [{ createChat }] = await Promise.all([import(first + again), ...rest.map((address) => import(address))]);
    if (!this.isConnected) return;
    const store = this.#store;
    const chat = await createChat(this.#root, {
      api: this.getAttribute("api") ?? new URL("api/v1/", KreftChat.base).href,
      site: KreftChat.base,
      language: this.#language,
      audience: this.getAttribute("audience") ?? undefined,
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
    this.dispatchEvent(new CustomEvent(open ? "kreft-chat:open" : "kreft-chat:close", { bubbles: true, composed: true }));
  }

  #wantedLanguage() {
    const ofPage = [this.closest("[lang]")?.lang, document.documentElement.lang];
    return spokenAmong([this.#store.state.language, this.lang, this.getAttribute("locale"), ...ofPage]);
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
  }

  #restingLabel() {
    if (this.#unread) return this.#strings.unread(this.#unread);
    return this.#store.state.id ? this.#strings.resume : this.#strings.open;
  }
}
