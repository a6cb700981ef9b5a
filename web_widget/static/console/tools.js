import { el } from "../widget/dom.js";
import * as api from "./api.js";
import { Giving } from "./giving.js";
import { Notes } from "./notes.js";
import { articleLink, slipParts } from "./slip.js";
import { words } from "./strings.js";

const PAUSE_MS = 250;

/** What helps with the conversation at hand: the slip, articles, ready replies and notes. */
export class Tools {
  #id = null;
  #shownFor = "";

  constructor(root, { composer }) {
    this.root = root;
    this.composer = composer;
    this.slip = root.querySelector("[data-slip]");
    this.suggestions = root.querySelector("[data-suggestions]");
    this.query = root.querySelector("[data-article-query]");
    this.replyQuery = root.querySelector("[data-reply-query]");
    this.replyList = root.querySelector("[data-replies]");
    this.notes = new Notes(root.querySelector("[data-notes]"), () => this.#id);
    this.giving = new Giving(root.querySelector("[data-giving]"));
    this.query.addEventListener("input", later(() => this.#searchArticles()));
    this.replyQuery.addEventListener("input", () => this.#showReplies());
    root.querySelector("[data-tools-close]").addEventListener("click", () => this.close());
    // Wherever the focus is: as a drawer it may lie over the conversation. A dialogue on top has the key first.
    addEventListener("keydown", ({ key }) => key === "Escape" && !document.querySelector("dialog[open]") && this.close());
    this.#loadReplies();
  }

  /** Turn to another conversation, or to none. */
  async show(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.root.hidden = !id;
    this.#shownFor = "";
    this.query.value = "";
    if (!id) return;
    this.slip.replaceChildren();
    this.notes.show();
    const slip = await api.talk.slip(id).catch(() => null);
    if (slip && id === this.#id) this.slip.replaceChildren(...slipParts(slip));
  }

  /** Suggest articles for what the user said last. */
  suggestFor(id, messages) {
    if (id === this.#id) this.giving.offer(id, messages);
    const last = messages.findLast((message) => message.sender === "user")?.id ?? "";
    if (id !== this.#id || last === this.#shownFor || this.query.value) return;
    this.#shownFor = last;
    this.#showArticles(() => api.talk.suggestions(id), words.noSuggestions);
  }

  open() {
    this.root.classList.add("open");
    this.root.querySelector("h2").focus();
  }

  close() {
    if (!this.root.classList.contains("open")) return;
    this.root.classList.remove("open");
    this.composer()?.focus();
  }

  #searchArticles() {
    const query = this.query.value.trim();
    if (query) this.#showArticles(() => api.articles(query), words.noArticles);
    else if (this.#id) this.#showArticles(() => api.talk.suggestions(this.#id), words.noSuggestions);
  }

  async #showArticles(find, none) {
    const id = this.#id;
    try {
      const { articles } = await find();
      if (id !== this.#id) return;
      const found = articles.map((article) => this.#article(article));
      this.suggestions.replaceChildren(...(found.length ? found : [el("li", { class: "quiet" }, none)]));
    } catch (error) {
      this.suggestions.replaceChildren(el("li", { class: "problem" }, error.message));
    }
  }

  #article(article) {
    const attach = () => {
      this.root.classList.remove("open");
      this.composer()?.attach({ slug: article.slug, title: article.title });
    };
    return el(
      "li",
      {},
      articleLink(article),
      el("p", { class: "quiet" }, article.snippet),
      el("button", { type: "button", "aria-label": words.insertNamed(article.title), onclick: attach }, words.insert),
    );
  }

  async #loadReplies() {
    const { replies } = await api.replies().catch(() => ({ replies: [] }));
    this.replies = replies;
    this.#showReplies();
  }

  #showReplies() {
    const wanted = this.replyQuery.value.trim().toLowerCase();
    const found = this.replies.filter(({ title, text }) => `${title} ${text}`.toLowerCase().includes(wanted));
    this.replyList.replaceChildren(...found.map((reply) => this.#reply(reply)));
    if (!found.length) this.replyList.append(el("li", { class: "quiet" }, words.noReplies));
  }

  #reply({ title, text }) {
    const insert = () => {
      this.root.classList.remove("open");
      this.composer()?.insert(text);
    };
    return el("li", {}, el("h4", {}, title), el("p", { class: "quiet" }, text), el("button", { type: "button", "aria-label": words.insertNamed(title), onclick: insert }, words.insert));
  }
}

function later(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE_MS);
  };
}
