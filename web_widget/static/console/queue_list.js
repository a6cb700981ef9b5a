import { el } from "../widget/dom.js";
import { talk } from "./api.js";
import { reconcile } from "./lists.js";
import { codeOf, nameOf } from "./names.js";
import { slipParts } from "./slip.js";
import { words } from "./strings.js";
import { waited } from "./times.js";

/** The conversations that wait for an adviser, the most urgent first. */
export class QueueList {
  constructor(root, { take }) {
    this.list = root.querySelector("[data-queue]");
    this.empty = root.querySelector("[data-queue-empty]");
    this.count = root.querySelector("[data-queue-count]");
    this.take = take;
  }

  show(queue) {
    reconcile(this.list, queue, (each) => each.id, (each) => this.#item(each));
    this.empty.hidden = queue.length > 0;
    this.count.textContent = queue.length ? words.queueCount(queue.length) : "";
  }

  focus() {
    (this.list.querySelector("[data-act='take']") ?? this.list.closest("section").querySelector("h2")).focus();
  }

  #item(waiting) {
    const name = nameOf(waiting);
    return el(
      "li",
      { class: waiting.urgent ? "ticket urgent" : "ticket" },
      ...facts(waiting),
      el("button", { type: "button", class: "button", "data-act": "take", "aria-label": words.takeNamed(name), onclick: () => this.take(waiting) }, words.take),
      peek(waiting.id),
    );
  }
}

/** Give the lines that tell conversations apart: urgency, topic, who is writing, and how long they have waited. */
function facts({ id, urgent, topic_title, audience_title, since, role_title }) {
  return [
    urgent && el("p", { class: "flag" }, words.urgent),
    el("h3", {}, topic_title ?? words.noTopic),
    el("p", { class: "quiet" }, `${audience_title ?? words.someone} · ${words.code(codeOf(id))}`),
    role_title && el("p", { class: "quiet" }, words.wanted(role_title)),
    el("p", { class: "quiet" }, el("time", { datetime: since, "data-since": since }, words.waited(waited(since)))),
  ];
}

function peek(id) {
  const place = el("div", { class: "peek", role: "status" });
  const load = async ({ currentTarget }) => {
    if (!currentTarget.open || place.childElementCount) return;
    try {
      place.replaceChildren(...slipParts(await talk.slip(id)));
    } catch (error) {
      place.replaceChildren(el("p", {}, error.message));
    }
  };
  return el("details", { ontoggle: load }, el("summary", { "data-act": "peek" }, words.peek), place);
}
