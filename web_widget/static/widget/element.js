import { el, styleSheet } from "./dom.js";
import { icon } from "./icons.js";
import css from "./launcher.css";
import { Store, tabStorage } from "./store.js";
import { launcher as strings } from "./strings/nb.js";

/** The launcher button on the host page; the conversation itself is loaded when it is first opened.
 * Attributes: `api` (default: beside the script), `locale`, `audience`, `position` (`left` or `right`).
 * Events: `kreft-chat:open`, `kreft-chat:close`. */
export class KreftChat extends HTMLElement {
  static base = "";

  #root = this.attachShadow({ mode: "open" });
  #store = null;
  #button = null;
  #label = null;
  #problem = null;
  #chat = null;
  #opening = null;
  #attempts = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet(css)];
  }

  connectedCallback() {
    this.#store = new Store(tabStorage());
    this.#label = el("span", {}, this.#restingLabel());
    this.#button = el(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      icon("chat"),
      this.#label,
    );
    this.#problem = el("p", { class: "problem", role: "alert", hidden: true });
    this.#root.append(this.#problem, this.#button);
    if (this.#store.state.open) this.open({ focus: false });
  }

  disconnectedCallback() {
    this.#chat?.destroy();
    this.#chat = null;
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
    this.#label.textContent = strings.loading;
    this.#problem.hidden = true;
    try {
      this.#chat ??= await this.#load();
    } catch {
      this.#label.textContent = this.#restingLabel();
      this.#problem.textContent = strings.failed;
      this.#problem.hidden = false;
      return;
    }
    if (!this.isConnected) return this.disconnectedCallback();
    this.#chat.open({ focus });
    this.#shown(true);
  }

  async #load() {
    // A module that failed to load is not asked for again under the same address.
    const again = this.#attempts++ ? `?attempt=${this.#attempts}` : "";
    const { createChat } = await import(new URL(`widget/${CHAT_FILE}${again}`, KreftChat.base).href);
    return createChat(this.#root, {
      api: this.getAttribute("api") ?? new URL("api/v1/", KreftChat.base).href,
      site: KreftChat.base,
      locale: this.getAttribute("locale") ?? "nb",
      audience: this.getAttribute("audience") ?? undefined,
      store: this.#store,
      onClose: () => this.#shown(false),
    });
  }

  #shown(open) {
    this.#store.update({ open });
    this.#button.hidden = open;
    this.#button.setAttribute("aria-expanded", String(open));
    this.#label.textContent = this.#restingLabel();
    if (!open) this.#button.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent(open ? "kreft-chat:open" : "kreft-chat:close", { bubbles: true, composed: true }));
  }

  #restingLabel() {
    return this.#store.state.id ? strings.resume : strings.open;
  }
}
