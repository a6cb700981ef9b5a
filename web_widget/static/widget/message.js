import { aloudButton } from "./aloud_button.js";
import { articleCard, contactList, moreArticles, choiceList } from "./cards.js";
import { el } from "./dom.js";
import { renderMarkup, renderText } from "./markup.js";
import { problemText } from "./problems.js";
import { rating } from "./rating.js";
import { inItsLanguage, known } from "./spoken.js";

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
  const { text, payload } = { ...entry.body, ...entry.message };
  const words = (payload && known(text, context.strings)) ?? text;
  return [el("div", { class: "bubble" }, el("p", { dir: "auto" }, words)), deliveryNote(entry, context)];
}

function deliveryNote(entry, { strings, conversation }) {
  if (entry.status === "waiting") return el("p", { class: "delivery" }, strings.slowDown(entry.seconds));
  if (entry.status !== "failed") return null;
  const again = () => conversation.retry(entry.key);
  return el(
    "div",
    { class: "delivery failed" },
    el("p", {}, el("strong", {}, conversation.mode === "bot" ? strings.failed : strings.unsent), " ", ...renderText(problemText({ detail: entry.problem, temporary: entry.retryable }, strings))),
    entry.retryable && el("button", { type: "button", onclick: again }, strings.retry),
  );
}

function answerParts(message, context) {
  const [best, ...others] = message.route === "clarify" ? [] : (message.articles ?? []);
  const text = message.text && el("div", { class: "bubble" }, ...words(message, context));
  const { urgent } = context.strings;
  const contacts = message.contacts?.length && contactList(message.contacts, context);
  const choices = message.buttons?.length > 0 && choiceList(message.buttons, context);
  return [
    message.urgent && urgent && el("p", { class: "in-own-words" }, ...renderText(urgent)),
    ...(message.urgent ? [contacts, text] : [text, best && articleCard(best, context), contacts]),
    others.length > 0 && moreArticles(others, context),
    choices,
    text && globalThis.speechSynthesis && aloudButton([text, choices].filter(Boolean), context.strings),
    message.route === "answer" && best && context.features?.keepButton(message),
    message.route === "answer" && best && rating(message, context),
  ].filter(Boolean);
}

function words({ text, markup }, { links, strings }) {
  const translated = known(text, strings);
  if (translated) return translated.split("\n\n").map((part) => el("p", {}, ...renderText(part)));
  const blocks = markup ? renderMarkup(markup, links) : [el("p", {}, ...renderText(text, links))];
  return blocks.map((block) => (typeof block === "string" ? block : inItsLanguage(block, strings.language)));
}
