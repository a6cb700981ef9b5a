import { el } from "../widget/dom.js";
import { reconcile } from "./lists.js";
import { codeOf } from "./names.js";
import { words } from "./strings.js";

/** The adviser's own conversations, with what is unread in each. */
export class MineList {
  constructor(root, { open }) {
    this.list = root.querySelector("[data-mine]");
    this.empty = root.querySelector("[data-mine-empty]");
    this.open = open;
  }

  show(mine, activeId) {
    const items = mine.map((each) => ({ ...each, active: each.id === activeId }));
    reconcile(this.list, items, (each) => each.id, (each) => this.#item(each));
    this.empty.hidden = mine.length > 0;
  }

  #item({ id, topic_title, audience_title, unread, urgent, active }) {
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "tab", "data-act": "open", "aria-current": active ? "true" : null, onclick: () => this.open(id) },
        el("span", { class: "tab-name" }, topic_title ?? words.noTopic),
        el("span", { class: "quiet" }, `${audience_title ?? words.someone} · ${codeOf(id)}`),
        urgent && el("span", { class: "flag" }, words.urgent),
        unread > 0 && el("span", { class: "count" }, words.unread(unread)),
      ),
    );
  }
}
