import { el } from "../widget/dom.js";
import { renderMarkdown, renderText } from "../widget/markdown.js";
import { articleLink } from "./slip.js";
import { words } from "./strings.js";
import { atClock } from "./times.js";

/** Draw one message as both sides see it, with the safety rules' flag that only advisers see. */
export function messageNode(message, me) {
  const links = { base: location.href, newTab: words.newTab };
  const text = message.sender === "user" ? [el("p", {}, ...renderText(message.text))] : renderMarkdown(message.text, links);
  return el(
    "article",
    { class: `entry ${message.sender}${message.danger ? " danger" : ""}`, "data-message": message.id },
    el("h3", { class: "by" }, senderName(message, me), " ", el("time", { datetime: message.at }, atClock(message.at))),
    message.danger && el("p", { class: "flag" }, words.danger[message.danger]),
    el("div", { class: "bubble" }, ...text),
    ...message.articles.map((article) => el("p", { class: "shown" }, `${words.article}: `, articleLink(article))),
  );
}

function senderName({ sender, author_name }, me) {
  if (sender !== "adviser") return words.senders[sender];
  return author_name === me.name ? words.you : (author_name ?? words.senders.adviser);
}

/** Draw what is on its way to the user, and what to do when it did not get there. */
export function pendingNode(item, { retry, discard, edit }) {
  return el(
    "article",
    { class: `entry adviser pending ${item.status}` },
    el("h3", { class: "by" }, words.you),
    el("div", { class: "bubble" }, el("p", {}, item.text)),
    item.article && el("p", { class: "shown" }, words.attached(item.article.title)),
    el("p", { class: "delivery" }, item.status === "failed" ? words.failed[item.reason](item.problem) : words[item.status]),
    item.status === "failed" &&
      el(
        "p",
        { class: "acts" },
        el("button", { type: "button", "data-act": "retry", onclick: retry }, words.retry),
        el("button", { type: "button", "data-act": "edit", onclick: edit }, words.backToDraft),
        el("button", { type: "button", "data-act": "discard", onclick: discard }, words.discard),
      ),
  );
}
