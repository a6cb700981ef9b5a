import { withPart } from "./parts.js";
import { el } from "./dom.js";

const ARTICLE = /^artikler\/([a-z0-9-]+)$/;

/** What stands beside the conversation: reading, suggestions, the list for the doctor, who is writing, the way out. All of it is
 * fetched when it is first used. */
export class Features {
  #context;
  #acts = null;
  #ready = null;
  #row = "false,false";

  /** @param {{conversation: Conversation, client: ChatClient, store: Store, strings: object, site: string, views: object, aside: HTMLElement}} context */
  constructor(context) {
    this.#context = context;
  }

  /** Show something of it in the place of the conversation, under a title until it has one of its own. */
  view(title, act) {
    if (this.#ready) return act(this.#ready);
    const { views, strings } = this.#context;
    const place = el("div");
    views.open({ title, node: place });
    return withPart(place, () => this.load(), act, strings);
  }

  /** Do something of it where nothing is missing without it. */
  quietly(act) {
    return this.load().then(act, () => {});
  }

  /** Open a link to an article here, unless its reader wants it elsewhere. */
  follow(event) {
    const link = event.target.closest?.("a[href]");
    const slug = link && !("page" in link.dataset) && slugOf(link.href, this.#context.site);
    if (!slug || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.view(link.textContent, (acts) => acts.readArticle({ slug, link }));
  }

  /** The button that puts an answer into the list for the doctor. */
  keepButton({ text, markup, articles: [article] }) {
    const keep = ({ currentTarget: button }) => this.quietly((acts) => acts.keep({ text, markup, article }, button));
    return el("button", { type: "button", class: "keep", onclick: keep }, this.#context.strings.keep);
  }

  /** Show the row for children, and for who wants to hide this quickly, when it is called for. */
  sync() {
    const { conversation, store } = this.#context;
    const row = [conversation.audience === "barn", store.state.exit].join();
    if (row !== this.#row) this.quietly((acts) => acts.syncAside());
    this.#row = row;
  }

  stop() {
    this.#acts?.then((acts) => acts.stop(), () => {});
  }

  load() {
    return (this.#acts ??= import("./feature_acts.js")
      .then(({ featureActs }) => featureActs(this.#context))
      .then((acts) => (this.#ready = acts))
      .catch((error) => {
        this.#acts = null;
        throw error;
      }));
  }
}

function slugOf(href, site) {
  return href.startsWith(site) ? ARTICLE.exec(href.slice(site.length).split(/[?#]/)[0])?.[1] : null;
}
