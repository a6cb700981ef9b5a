import { Aside } from "./aside.js";
import { DoctorList } from "./doctor_list.js";
import { adopt, el } from "./dom.js";
import css from "./features.css";
import { ListView } from "./list_view.js";
import { exitAddress } from "./quick_exit.js";
import { Reading } from "./reading.js";
import { tabStorage } from "./store.js";
import { SuggestionBox } from "./suggest.js";
import { whoIsWriting } from "./who.js";

const WORDS = {
  nb: () => import("./strings/features/nb.js"),
  nn: () => import("./strings/features/nn.js"),
  se: () => import("./strings/features/se.js"),
  en: () => import("./strings/features/en.js"),
  pl: () => import("./strings/features/pl.js"),
  uk: () => import("./strings/features/uk.js"),
  ar: () => import("./strings/features/ar.js"),
  so: () => import("./strings/features/so.js"),
};

/** Make what stands beside the conversation, in its language. */
export async function featureActs(context) {
  const { features } = await (WORDS[context.strings.language] ?? WORDS.nb)();
  return new FeatureActs({ ...context, strings: { ...context.strings, ...features } });
}

class FeatureActs {
  #context;
  #reading;
  #list = new DoctorList(tabStorage());
  #aside;
  #box = null;

  constructor(context) {
    adopt(context.aside.getRootNode(), css);
    const { conversation } = context;
    this.#context = {
      ...context,
      links: { base: context.site, newTab: context.strings.newTab },
      keepButton: (passage, about) => this.#keepButton(passage, about),
      get isChild() {
        return conversation.audience === "barn";
      },
    };
    conversation.addEventListener("deleted", () => this.#list.clear());
    this.#reading = new Reading(this.#context);
    this.#aside = new Aside(context.aside);
  }

  stop() {
    this.#aside.stop();
    this.#box?.destroy();
  }

  openTopics() {
    return this.#reading.openTopics();
  }

  readArticle(what) {
    return this.#reading.readArticle(what);
  }

  openList() {
    return new ListView(this.#list, this.#context).open();
  }

  /** Put a passage into the list; the button then leads there. */
  keep({ text, markup, article }, button) {
    const { slug, title, section, reviewed } = article;
    if (this.#list.has("passage", text)) return this.openList();
    this.#list.add({ kind: "passage", text, markup, article: { slug, title, section, reviewed } });
    button.textContent = this.#context.strings.kept;
    return undefined;
  }

  askWho() {
    const { strings, views, conversation } = this.#context;
    const choose = (choice) => {
      views.close();
      conversation.choose(choice);
    };
    const node = whoIsWriting({ strings, current: conversation.audience, choose, skip: () => views.close() });
    views.open({ title: strings.whoTitle, node });
  }

  /** Suggest articles under the field where the user writes, from now on. */
  suggestUnder(field) {
    if (this.#box) return;
    const { strings, client, conversation, store } = this.#context;
    const ask = async (text, signal) => {
      // What is meant for an adviser is not looked up.
      if (conversation.mode !== "bot" || !store.state.suggest) return [];
      return client.suggest(text, conversation.audience, signal);
    };
    this.#box = new SuggestionBox({ field, ask, choose: (article) => this.readArticle(article), strings });
    field.closest("form").prepend(this.#box.element);
    this.#box.look();
  }

  /** What the menu offers of it: `{words, act}` each, and `pressed` for what is on or off. */
  get offers() {
    const { strings, store } = this.#context;
    const { suggest, exit } = store.state;
    return [
      { words: strings.topics, act: () => this.openTopics() },
      { words: strings.listTitle, act: () => this.openList() },
      { words: strings.whoTitle, act: () => this.askWho() },
      { words: strings.suggestionsWanted, pressed: suggest, act: () => this.#toggleSuggestions() },
      { words: exit ? strings.exitOff : strings.exitOn, act: () => (exit ? this.#endExit() : this.#offerExit()) },
    ];
  }

  /** Show what the conversation and the settings call for. */
  syncAside() {
    const { strings, store, isChild, simplify } = this.#context;
    simplify(isChild, strings.childWords);
    this.#aside.show({ isChild, hasExit: store.state.exit, leave: () => this.#leave(), strings });
  }

  #keepButton(passage, about) {
    const { strings } = this.#context;
    const keep = ({ currentTarget }) => this.keep(passage, currentTarget);
    return el("button", { type: "button", class: "keep", onclick: keep }, strings.keep, el("span", { class: "sr" }, `: ${about}`));
  }

  #offerExit() {
    const { strings, views, exitUrl } = this.#context;
    const turnOn = () => {
      this.#setExit(true);
      views.close();
    };
    const site = new URL(exitAddress(exitUrl)).hostname.replace(/^www\./, "");
    const node = el(
      "div",
      { class: "who" },
      el("p", {}, strings.exitInfo(site)),
      el("p", {}, strings.exitHistory),
      el("button", { type: "button", class: "pill", onclick: turnOn }, strings.exitConfirm),
    );
    views.open({ title: strings.exit, node });
  }

  #toggleSuggestions() {
    const { store } = this.#context;
    store.update({ suggest: !store.state.suggest });
    return store.state.suggest;
  }

  #endExit() {
    this.#setExit(false);
    this.#context.closeMenu();
  }

  #setExit(exit) {
    this.#context.store.update({ exit });
    this.syncAside();
  }

  #leave() {
    const { store, exitUrl, vanish } = this.#context;
    vanish();
    store.wipe();
    location.replace(exitAddress(exitUrl));
  }
}
