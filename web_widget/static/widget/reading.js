import { articleBody } from "./reader.js";
import { topicsBody } from "./topics.js";
import { el } from "./dom.js";
import { bokmal } from "./spoken.js";

/** What is read in the place of the conversation: topics to browse and articles, each with the way back to the one before. */
export class Reading {
  #context;
  #here = null;

  /** @param {object} context what the features share: client, views, strings, links, keep, isChild */
  constructor(context) {
    this.#context = context;
  }

  openTopics(place = {}) {
    const { strings, client } = this.#context;
    const shown = this.#show(strings.topics, { label: strings.backToTopics, trail: [], place, go: () => this.openTopics(shown.place) });
    return this.#fill(shown, () => client.topics(), {
      draw: (topics) => topicsBody(topics, { ...this.#context, place }),
      failed: () => strings.topicsFailed,
    });
  }

  /** Read an article; `link` is the one that led to it, if it stands in what is shown. */
  readArticle({ slug, section = null, link = null }) {
    const before = this.#here;
    if (before?.place && link) before.place = { category: link.dataset.category, slug };
    return this.#read({ slug, section, trail: before ? [...before.trail, before] : [] });
  }

  #read({ slug, section, trail }) {
    const { strings, client, links } = this.#context;
    const page = new URL(`artikler/${slug}`, links.base).href;
    const shown = this.#show(strings.article, { trail, go: () => this.#read({ slug, section: null, trail }) });
    return this.#fill(shown, () => client.article(slug), {
      draw: (article) => {
        shown.title = bokmal(article.title, strings);
        shown.label = strings.backTo(article.title);
        return articleBody(article, { ...this.#context, page, section });
      },
      failed: ({ status }) => (status === 404 ? strings.articleGone : strings.articleFailed),
    });
  }

  #show(title, what) {
    const shown = { ...what, title, body: el("div", { class: "reading" }) };
    this.#open(shown);
    return shown;
  }

  #open(shown) {
    const { views } = this.#context;
    views.open({ title: shown.title, node: shown.body, onClose: () => (this.#here = null) });
    // What was shown before has been closed by now.
    this.#here = shown;
  }

  async #fill(shown, load, { draw, failed }) {
    const { strings } = this.#context;
    const { body, title, trail } = shown;
    const back = trail.slice(-1).map(({ label, go }) => el("button", { type: "button", class: "back", onclick: go }, `‹ ${label}`));
    body.replaceChildren(...back, el("p", { role: "status" }, strings.loading));
    try {
      const { nodes, settle } = draw(await load());
      if (this.#here !== shown) return;
      body.replaceChildren(...back, ...nodes);
      // Its heading is known only now.
      if (shown.title !== title) this.#open(shown);
      settle();
    } catch (error) {
      const again = el("button", { type: "button", class: "pill", onclick: () => this.#fill(shown, load, { draw, failed }) }, strings.retry);
      body.replaceChildren(...back, el("p", { class: "notice", role: "alert" }, failed(error)), again);
    }
  }
}
