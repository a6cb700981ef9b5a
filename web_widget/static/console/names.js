import { words } from "./strings.js";

/** Name a conversation, whose person is anonymous, by what is known: who is writing, the topic, and a short code. */
export function nameOf({ id, audience_title, topic_title }) {
  return `${audience_title ?? words.someone}, ${(topic_title ?? words.noTopic).toLowerCase()} (${codeOf(id)})`;
}

export function codeOf(id) {
  return id.slice(-4);
}
