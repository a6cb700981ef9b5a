import { markVoices } from "./aloud_button.js";
import { downloadButton } from "./download.js";
import { el } from "./dom.js";
import { languageLine } from "./language_line.js";
import { pageLink, renderText } from "./markup.js";
import { entryNode } from "./message.js";
import { problemText } from "./problems.js";
import { rating } from "./rating.js";

const NEAR_END_PX = 80;

/** What was said, oldest first; read aloud politely as it comes. */
export class LogView {
  #conversation;
  #context;
  #strings;
  #shown = new Map();
  #notice;
  #end;
  #endOf = null;
  #problem;
  #status;
  #list;
  #who;
  #leftAt = null;
  #bottom = null;
  element;

  constructor({ conversation, strings, site, views, features, speak, follow }) {
    this.#conversation = conversation;
    this.#strings = strings;
    this.#context = {
      strings,
      conversation,
      views,
      features,
      follow,
      links: { base: site, newTab: strings.newTab },
      choose: (button) => this.#choose(button),
    };
    this.#list = el("div", { class: "entries" });
    this.#notice = el("p", { class: "notice", hidden: true });
    this.#who = el("button", { type: "button", class: "who-ask", onclick: () => features.view(strings.whoAsk, (acts) => acts.askWho()) }, strings.whoAsk);
    this.#end = el("div", { class: "end" });
    this.#problem = el("div", { class: "problem", hidden: true });
    this.#status = el("p", { class: "status" });
    this.element = el(
      "div",
      { class: "log", role: "log", "aria-label": strings.log, "aria-live": "polite", "aria-relevant": "additions text", tabindex: "0" },
      el("p", { class: "consent" }, strings.consent, " ", pageLink(new URL("personvern", site).href, strings.privacy, strings)),
      languageLine({ strings, views, speak }),
      this.#notice,
      this.#list,
      this.#who,
      this.#end,
      this.#problem,
      this.#status,
    );
    markVoices(this.element, strings.language);
    this.element.addEventListener("scroll", () => this.#noteBottom(), { passive: true });
    new ResizeObserver(() => this.#keepBottom()).observe(this.element);
  }

  focus(options) {
    this.element.focus({ preventScroll: true, ...options });
  }

  /** Give way to something else in its place, or come back to where it was read, or to what came meanwhile. */
  cover(covered) {
    if (covered) this.#leftAt = this.#scroller().scrollTop;
    this.element.hidden = covered;
    if (covered) return;
    if (this.#leftAt === null) this.showNewest("instant");
    else this.#scroller().scrollTop = this.#leftAt;
  }

  sync() {
    const { entries, notice, live, mode, audience } = this.#conversation;
    const read = !live || this.#isAtEnd();
    const held = this.#holdsFocus();
    this.#notice.hidden = !notice;
    this.#notice.textContent = notice ? this.#strings[notice] : "";
    this.element.dataset.mode = mode;
    this.#syncProblem();
    this.#dropMissing(entries);
    const drawn = entries.filter((entry, index) => this.#place(entry, entries, index));
    // Asked once, below all that the greeting offers; later it is in the menu.
    this.#who.hidden = audience || mode !== "bot" || !entries.length || entries.some(({ message }) => message.sender === "user");
    const ended = this.#syncEnd();
    if ((this.#syncStatus() && read) || drawn.length || ended) this.showNewest(smooth());
    // What is drawn anew must not take the focus along.
    if (held && !this.#holdsFocus()) this.focus();
  }

  /** Scroll the newest question to the top, so that a long answer is read from its beginning; among people, to the end. */
  showNewest(behavior) {
    if (this.element.hidden) return (this.#leftAt = null);
    const scroller = this.#scroller();
    if (this.#conversation.live || this.#endOf) return (scroller.scrollTop = scroller.scrollHeight);
    const newest = [...this.#list.children].findLast((node) => node.dataset.sender === "user");
    const above = newest ? newest.getBoundingClientRect().top - scroller.getBoundingClientRect().top : -Infinity;
    const padding = Number.parseFloat(getComputedStyle(scroller).scrollPaddingTop) || 0;
    scroller.scrollTo({ top: Math.max(0, scroller.scrollTop + above - padding), behavior });
  }

  #holdsFocus() {
    return this.element.contains(this.element.getRootNode().activeElement);
  }

  // A keyboard that comes up, or a field that grows, must not cover what was read last.
  #keepBottom() {
    const { element } = this;
    if (!element.clientHeight || this.#scroller() !== element) return;
    if (this.#bottom !== null) element.scrollTop = this.#bottom - element.clientHeight;
    this.#noteBottom();
  }

  #noteBottom() {
    this.#bottom = this.element.scrollTop + this.element.clientHeight;
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller();
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  // Where there is little height it is the panel that scrolls.
  #scroller() {
    const { element } = this;
    return element.scrollHeight > element.clientHeight ? element : (element.parentElement ?? element);
  }

  #choose(button) {
    this.#conversation.choose(button);
    this.focus();
  }

  #syncProblem() {
    const { mode, phase, problem } = this.#conversation;
    const { retry, restart } = this.#strings;
    const closed = mode === "closed";
    const face = closed ? mode : phase === "unreachable" ? problemText({ detail: problem }, this.#strings) : "";
    if (face === this.#problem.dataset.face) return;
    this.#problem.dataset.face = face;
    this.#problem.hidden = !face;
    const act = closed ? () => this.#conversation.restart() : () => this.#conversation.begin();
    const button = el("button", { type: "button", onclick: act }, closed ? restart : retry);
    this.#problem.replaceChildren(...(closed ? [] : [el("p", {}, ...renderText(face))]), face && button);
  }

  #syncEnd() {
    const { farewell } = this.#conversation;
    if (farewell?.id === this.#endOf?.id) return false;
    this.#endOf = farewell;
    const note = el("p", { class: "note" });
    const download = downloadButton({ ...this.#context, tell: (words) => (note.textContent = words) });
    this.#end.replaceChildren(...(farewell ? [rating(farewell, this.#context, this.#strings.adviserHelpful), download, note] : []));
    return true;
  }

  #syncStatus() {
    const words = this.#statusWords();
    if (words === this.#status.textContent) return false;
    this.#status.textContent = words;
    return true;
  }

  #statusWords() {
    const { mode, phase, entries, typing, queue, adviser, contact } = this.#conversation;
    const strings = this.#strings;
    if (!contact) return strings.noContact;
    if (typing) return strings.typing.adviser(adviser?.name ?? strings.senders.adviser);
    if (mode === "waiting" && queue) return strings.queue(queue);
    const awaited = phase === "starting" || entries.some(({ status }) => status === "sending");
    return awaited && mode === "bot" ? strings.typing.bot : "";
  }

  #dropMissing(entries) {
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, { node }] of this.#shown) {
      if (keys.has(key)) continue;
      node.remove();
      this.#shown.delete(key);
    }
  }

  // True when the entry was drawn. It is drawn anew only when something about it changed: a redrawn one is read aloud again.
  #place(entry, entries, index) {
    const latest = !entries.slice(index + 1).some(({ message }) => message.sender === "user");
    const face = JSON.stringify([entry.message, entry.status, entry.problem, entry.seconds]);
    const known = this.#shown.get(entry.key);
    if (known?.face !== face) {
      const node = entryNode(entry, this.#context);
      if (known) known.node.replaceWith(node);
      this.#shown.set(entry.key, { node, face });
    }
    const { node } = this.#shown.get(entry.key);
    const next = this.#list.children[index];
    if (next !== node) this.#list.insertBefore(node, next ?? null);
    retire(node, !latest && index > 0);
    return known?.face !== face;
  }
}

function smooth() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

// The choices of an older turn are over; the topics of the greeting stay.
function retire(node, old) {
  for (const choices of node.querySelectorAll(".choices")) choices.hidden = old;
  const rating = node.querySelector(".rating");
  if (rating) rating.hidden = old && !rating.dataset.done;
}
