import { el } from "../widget/dom.js";
import { Composer } from "./composer.js";
import { messageNode, pendingNode } from "./entries.js";
import { reconcile } from "./lists.js";
import { nameOf } from "./names.js";
import { words } from "./strings.js";

const AT_END_PX = 60;
// A sign of typing is repeated every few seconds while it goes on.
const TYPING_MS = 6000;

/** One conversation on the page: what was said, who types, and where to answer. */
export class Column {
  atEnd = true;

  constructor(held, { me, outbox, drafts, activate, hide, openPass, openEnd, openTools }) {
    Object.assign(this, { id: held.id, me, outbox });
    this.composer = new Composer(held.id, { drafts, send: (message) => outbox.add(held.id, message) });
    this.title = el("h2", { id: `samtale-${held.id}`, tabindex: -1 });
    this.flags = el("p", { class: "flags" });
    this.log = el("div", { class: "log", role: "log", tabindex: 0, onscroll: () => this.#noteScroll() });
    new ResizeObserver(() => this.atEnd && this.scrollToEnd()).observe(this.log);
    this.pending = el("div", { class: "pending-list" });
    this.typing = el("p", { class: "typing", role: "status" });
    this.buttons = [
      this.#button(words.tools, () => openTools(this.id), "tools-button"),
      this.#button(words.pass, () => openPass(this.id)),
      this.#button(words.end, () => openEnd(this.id)),
      this.#button(words.hide, () => hide(this.id)),
    ];
    this.node = el(
      "section",
      { class: "column", "aria-labelledby": this.title.id, onfocusin: () => activate(this.id), onpointerdown: () => activate(this.id) },
      el("header", {}, this.title, this.flags, el("div", { class: "acts" }, ...this.buttons)),
      this.log,
      this.pending,
      this.typing,
      this.composer.node,
    );
    this.describe(held);
  }

  /** Show what the overview says of the conversation. */
  describe(held) {
    const name = nameOf(held);
    if (name !== this.title.textContent) {
      this.title.textContent = name;
      this.log.setAttribute("aria-label", words.log(name));
      this.composer.setName(name);
    }
    const flags = [held.urgent && el("span", { class: "flag" }, words.urgent), held.unread > 0 && el("span", { class: "count" }, words.unread(held.unread))];
    this.flags.replaceChildren(...flags.filter(Boolean));
  }

  get name() {
    return this.title.textContent;
  }

  get isOnPage() {
    return this.node.isConnected && !this.node.hidden;
  }

  setActive(active) {
    this.node.classList.toggle("active", active);
  }

  /** Add the messages that are new; a reader who has scrolled up stays where they are. */
  add(messages) {
    this.log.append(...messages.map((message) => messageNode(message, this.me)));
    if (this.atEnd) this.scrollToEnd();
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #noteScroll() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < AT_END_PX;
  }

  showTyping(typing) {
    const text = typing ? words.userTypes : "";
    if (this.typing.textContent !== text) this.typing.textContent = text;
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.showTyping(false), TYPING_MS);
  }

  showPending() {
    const acts = (item) => ({
      retry: () => this.outbox.retry(this.id),
      discard: () => this.#drop(item),
      edit: () => this.#edit(item),
    });
    const items = this.outbox.of(this.id).map((item, place) => (place && item.status === "sending" ? { ...item, status: "behind" } : item));
    reconcile(this.pending, items, (item) => item.client_message_id, (item) => pendingNode(item, acts(item)));
    // What scrolls must be reached by keyboard too, and only then is it worth a stop.
    this.pending.toggleAttribute("tabindex", false);
    if (this.pending.scrollHeight > this.pending.clientHeight) this.pending.tabIndex = 0;
  }

  #button(text, onclick, className) {
    return el("button", { type: "button", class: className, "aria-describedby": this.title.id, onclick }, text);
  }

  #drop(item) {
    this.outbox.remove(this.id, item.client_message_id);
    this.outbox.flush(this.id);
    this.composer.focus();
  }

  #edit(item) {
    this.composer.takeBack(item);
    this.#drop(item);
  }
}
