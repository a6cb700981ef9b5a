import { hush } from "./aloud_button.js";
import { BackButton } from "./back_button.js";
import css from "./chat.css";
import { Composer } from "./composer.js";
import { momentOf } from "./dates.js";
import { adopt, el } from "./dom.js";
import { countOthers } from "./entries.js";
import { Features } from "./features.js";
import { icon } from "./icons.js";
import { LogView } from "./log.js";
import { Menu } from "./menu.js";
import { Views } from "./views.js";
import { fitToViewport } from "./viewport.js";

const PHONE_SCREEN = "(max-width: 600px)";
const TALK_TO_HUMAN = "/talk_to_human";

/** The open conversation: a dialog beside the page, and over all of it on a phone. */
export class Panel {
  #conversation;
  #strings;
  #client;
  #store;
  #site;
  #exitUrl;
  #speak;
  #onClose;
  #phone = matchMedia(PHONE_SCREEN);
  #dialog = el("dialog", {
    class: "panel",
    "aria-labelledby": "title",
    onkeydown: (event) => this.#onKey(event),
    oncancel: (event) => this.#onCancel(event),
    // A browser may close a modal dialog without asking first.
    onclose: () => this.#dialog.open || this.close(),
  });
  #title;
  #subtitle;
  #log;
  #menu;
  #features;
  #adultWords;
  #aside = el("div", { class: "aside", hidden: true });
  #composer;
  #views;
  #back = new BackButton();
  #said = 0;
  #isShown = false;
  #dictation = null;
  #mayListen = false;
  #adviser;
  #hours;
  #callback;
  #stopFitting = null;
  #sync = () => this.#update();
  #onBack = () => this.close();
  #relayout = () => this.#isShown && this.#show();

  constructor(root, { conversation, client, store, strings, site, exitUrl, speak, onClose }) {
    this.#conversation = conversation;
    this.#client = client;
    this.#store = store;
    this.#site = site;
    this.#exitUrl = exitUrl;
    this.#speak = speak;
    this.#onClose = onClose;
    this.#furnish(strings);
    adopt(root, css);
    root.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => this.#features.follow(event), { capture: true });
    conversation.addEventListener("change", this.#sync);
    this.#phone.addEventListener("change", this.#relayout);
  }

  open({ focus = true } = {}) {
    const before = document.activeElement;
    this.#show();
    this.#back.add(this.#onBack);
    if (focus) this.#focusStart();
    else if (this.#phone.matches) this.#title.focus();
    else this.#giveBackFocus(before);
    this.#log.showNewest("instant");
  }

  get isOpen() {
    return this.#isShown;
  }

  /** Go on in other words; what was said and written stays. */
  speak(strings) {
    hush();
    this.#dictation?.stop();
    this.#menu.close();
    this.#views.close({ focus: false });
    this.#furnish(strings);
    this.#update();
    this.#log.showNewest("instant");
    this.#title.focus();
  }

  close() {
    if (!this.#isShown) return;
    this.#isShown = false;
    hush();
    this.#dictation?.stop();
    this.#back.remove(this.#onBack);
    this.#stopFitting?.();
    this.#menu.close();
    this.#views.close({ focus: false });
    this.#dialog.close();
    this.#onClose();
  }

  restoreDraft() {
    this.#composer.restore();
  }

  /** Be gone at once. Nothing is taken back in the history: going there would hold up the way to another page. */
  #vanish() {
    this.#dialog.remove();
    this.#conversation.stop();
  }

  destroy() {
    this.#stopFitting?.();
    this.#back.stop();
    this.#features.stop();
    this.#conversation.removeEventListener("change", this.#sync);
    this.#phone.removeEventListener("change", this.#relayout);
    this.#dialog.remove();
  }

  #furnish(strings) {
    const conversation = this.#conversation;
    this.#strings = strings = { ...strings };
    this.#adultWords = null;
    this.#views = new Views({
      strings,
      cover: (covered) => this.#cover(covered),
      back: this.#back,
      fallback: () => this.#log.focus(),
    });
    const views = { open: (view) => this.#view(view), close: (options) => this.#views.close(options) };
    const shared = { conversation, strings, site: this.#site, views, speak: this.#speak };
    this.#features?.stop();
    this.#features = new Features({
      ...{ ...shared, client: this.#client, store: this.#store, aside: this.#aside, exitUrl: this.#exitUrl },
      simplify: (plain, words) => this.#simplify(plain, words),
      closeMenu: () => this.#menu.close({ focus: true }),
      vanish: () => this.#vanish(),
    });
    shared.features = this.#features;
    this.#log = new LogView({ ...shared, follow: (event) => this.#leaveForArticle(event) });
    this.#menu = new Menu(shared);
    this.#composer = new Composer({
      strings,
      store: this.#store,
      onSend: (text) => this.#send(text),
      onType: () => conversation.userTypes(),
      onDictate: () => this.#dictate(),
    });
    this.#composer.element.addEventListener("input", ({ target }) => shared.features.quietly((acts) => acts.suggestUnder(target)));
    this.#dialog.lang = strings.language;
    this.#dialog.dir = strings.direction;
    this.#dialog.replaceChildren(
      el("button", { type: "button", class: "skip", onclick: () => this.#skip() }, strings.skip),
      this.#header(),
      this.#aside,
      this.#menu.element,
      this.#log.element,
      this.#views.element,
      // Down here a thumb reaches it.
      this.#help(),
      this.#composer.element,
    );
  }

  #header() {
    const { title, subtitle, close, callEmergency } = this.#strings;
    this.#title = el("h2", { id: "title", tabindex: "-1" }, title);
    this.#subtitle = el("p", { class: "subtitle" }, subtitle);
    return el(
      "div",
      { class: "head" },
      el("div", { class: "names" }, this.#title, this.#subtitle),
      el("a", { class: "emergency", href: "tel:113", "aria-label": callEmergency }, icon("phone"), "113"),
      this.#menu.button,
      el("button", { type: "button", class: "plain", "aria-label": close, onclick: () => this.close() }, icon("close")),
    );
  }

  #help() {
    const { help, callAdviser, askForCall } = this.#strings;
    this.#adviser = el("button", { type: "button", onclick: () => this.#changeWhoAnswers() });
    this.#hours = el("p", { class: "hours", role: "status" });
    this.#callback = el("button", { type: "button", onclick: () => this.#menu.askForCall() }, askForCall);
    return el(
      "div",
      { class: "help", role: "group", "aria-label": help },
      this.#adviser,
      el("a", { href: "tel:21494921", "aria-label": callAdviser }, icon("phone"), el("bdi", { dir: "ltr" }, "21 49 49 21")),
      this.#hours,
      this.#callback,
    );
  }

  // A phone gets a modal dialog, so that nothing behind it can be reached by mistake.
  #show() {
    this.#isShown = true;
    this.#stopFitting?.();
    this.#dialog.close();
    if (this.#phone.matches) {
      this.#dialog.showModal();
      this.#stopFitting = fitToViewport(this.#dialog);
      this.#back.start();
    } else {
      this.#dialog.show();
      this.#back.stop();
    }
  }

  #focusStart() {
    if (matchMedia("(pointer: fine)").matches) this.#composer.focus();
    else this.#title.focus();
  }

  // On a phone the keyboard gives way to the answer.
  #send(text) {
    this.#dictation?.stop();
    this.#conversation.send(text);
    if (matchMedia("(pointer: fine)").matches) this.#composer.focus();
    else this.#log.focus({ focusVisible: false });
  }

  // Showing a dialog moves the focus into it, also when nobody asked for it.
  #giveBackFocus(before) {
    this.#dialog.getRootNode().activeElement?.blur();
    before?.focus({ preventScroll: true });
  }

  #view(view) {
    // An entry of the menu is gone with it, but its button is still there to go back to.
    if (this.#menu.isOpen) this.#menu.close({ focus: true });
    this.#said = countOthers(this.#conversation.entries);
    this.#views.open(view);
  }

  #cover(covered) {
    this.#log.cover(covered);
    this.#update();
  }

  #dictate() {
    if (this.#dictation) return this.#dictation.stop();
    if (this.#mayListen) return this.#listen();
    const { dictateNotice, dictateStart, dictateCancel } = this.#strings;
    this.#menu.ask({
      words: [dictateNotice],
      submit: dictateStart,
      act: async () => {
        await this.#listen();
        this.#mayListen = true;
        this.#menu.close();
        this.#composer.focus();
      },
      cancel: dictateCancel,
      problem: () => this.#strings.dictateFailed,
    });
  }

  async #listen() {
    const { Dictation } = await import("./dictation.js");
    const { language, dictateRefused, dictateFailed } = this.#strings;
    this.#dictation = new Dictation({
      language,
      write: (words) => this.#composer.say(words),
      ended: (problem) => {
        this.#dictation = null;
        this.#composer.listen(false);
        if (problem) this.#composer.tell(problem === "refused" ? dictateRefused : dictateFailed);
      },
    });
    await this.#dictation.start();
    this.#composer.listen(true);
  }

  #skip() {
    this.#menu.close();
    this.#views.close({ focus: false });
    this.#composer.focus();
  }

  #changeWhoAnswers() {
    if (this.#conversation.phase !== "ready") return;
    if (this.#conversation.mode === "waiting") return this.#askToLeave();
    this.#menu.close();
    this.#views.close({ focus: false });
    this.#conversation.choose({ title: this.#strings.adviser, payload: TALK_TO_HUMAN });
    this.#log.focus();
  }

  #askToLeave() {
    const { leaveQuestion, leaveQueue, stay } = this.#strings;
    this.#menu.ask({
      words: [leaveQuestion],
      submit: leaveQueue,
      act: async () => {
        await this.#conversation.leaveQueue();
        this.#menu.close();
        this.#log.focus();
      },
      cancel: stay,
    });
  }

  #leaveForArticle(event) {
    const sameTab = !event.currentTarget.target && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (sameTab && this.#phone.matches) this.close();
  }

  #onKey(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.#stepBack();
  }

  #onCancel(event) {
    event.preventDefault();
    this.#stepBack();
  }

  #stepBack() {
    if (this.#menu.isOpen) this.#menu.close({ focus: true });
    else if (this.#views.isOpen) this.#views.close();
    else this.close();
  }

  #update() {
    const { mode, phase, adviser, entries } = this.#conversation;
    const { subtitle, subtitles, adviserName, leaveQueue, adviser: ask, news } = this.#strings;
    this.#subtitle.textContent = adviser ? adviserName(adviser) : (subtitles[mode] ?? subtitle);
    this.#adviser.textContent = mode === "waiting" ? leaveQueue : ask;
    // Not `disabled`: that would take the focus away from who has just pressed it.
    this.#adviser.setAttribute("aria-disabled", String(phase !== "ready"));
    this.#hide(this.#adviser, mode === "human");
    this.#composer.enable(mode !== "closed" && !this.#views.isOpen);
    if (countOthers(entries) > this.#said) this.#views.tell(news);
    this.#tellHours();
    this.#features.sync();
    this.#log.sync();
  }

  /** Speak to a child in its own words, or to an adult again. */
  #simplify(plain, words) {
    this.#adultWords ??= Object.fromEntries(Object.keys(words).map((name) => [name, this.#strings[name]]));
    Object.assign(this.#strings, plain ? words : this.#adultWords);
    this.#dialog.classList.toggle("child", plain);
    this.#callback.textContent = this.#strings.askForCall;
    this.#composer.ask(this.#strings.composer);
    this.#update();
  }

  #tellHours() {
    const { mode, advisers } = this.#conversation;
    const { language, advisersOpen, advisersClosed } = this.#strings;
    const when = momentOf(advisers?.changes_at, language, advisers?.open ? {} : undefined);
    const words = mode !== "bot" || !advisers ? "" : advisers.open ? advisersOpen(when) : advisersClosed(when);
    if (words !== this.#hours.textContent) this.#hours.textContent = words;
    this.#hide(this.#callback, !words || advisers.open);
  }

  // A button that goes must not take the focus along.
  #hide(button, hidden) {
    if (hidden && button.matches(":focus")) this.#log.focus();
    button.hidden = hidden;
  }
}
