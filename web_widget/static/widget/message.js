import { aloudButton } from "./aloud_button.js";
import { articleCard, contactList, moreArticles, choiceList } from "./cards.js";
import { el } from "./dom.js";
import { renderMarkup, renderText } from "./markup.js";
import { rating } from "./rating.js";

/** Draw one entry of the conversation. */
export function entryNode(entry, context) {
  const { message } = entry;
  return el(
    "article",
    { class: `entry ${message.sender}${message.urgent ? " urgent" : ""}`, "data-sender": message.sender },
    el("h3", { class: "name" }, senderName(message, context.strings)),
    ...(message.sender === "user" ? userParts(entry, context) : answerParts(message, context)),
  );
}

function senderName({ sender, author_name: name, author_role: role }, { senders, adviserName }) {
  return name ? adviserName({ name, role }) : (senders[sender] ?? senders.system);
}

function userParts(entry, context) {
  return [el("div", { class: "bubble" }, el("p", {}, entry.message.text)), deliveryNote(entry, context)];
}

function deliveryNote(entry, { strings, conversation }) {
  if (entry.status === "waiting") return el("p", { class: "delivery" }, strings.slowDown(entry.seconds));
  if (entry.status !== "failed") return null;
  const again = () => conversation.retry(entry.key);
  return el(
    "div",
    { class: "delivery failed" },
    el("p", {}, el("strong", {}, conversation.mode === "bot" ? strings.failed : strings.unsent), " ", ...renderText(entry.problem || strings.unreachable)),
    entry.retryable && el("button", { type: "button", onclick: again }, strings.retry),
  );
}

function answerParts(message, context) {
  const [best, ...others] = message.route === "clarify" ? [] : (message.articles ?? []);
  const text = message.text && el("div", { class: "bubble" }, ...words(message, context.links));
  const contacts = message.contacts?.length && contactList(message.contacts, context);
  const choices = message.buttons?.length > 0 && choiceList(message.buttons, context);
  return [
    ...(message.urgent ? [contacts, text] : [text, best && articleCard(best, context), contacts]),
    others.length > 0 && moreArticles(others, context),
    choices,
    text && globalThis.speechSynthesis && aloudButton([text, choices].filter(Boolean), context.strings),
    message.route === "answer" && best && rating(message, context),
  ].filter(Boolean);
}

function words({ text, markup }, links) {
  return markup ? renderMarkup(markup, links) : [el("p", {}, ...renderText(text, links))];
}
