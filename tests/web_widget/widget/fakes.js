import { ChatError } from "../../../web_widget/static/widget/client.js";
import { Conversation } from "../../../web_widget/static/widget/conversation.js";
import { Store } from "../../../web_widget/static/widget/store.js";

export const GREETING = { id: "m0", sender: "bot", at: "2026-11-21T12:00:00Z", text: "Hei.", route: "smalltalk" };

/** A server of one conversation that answers every message, unless told to fail first. */
export class FakeServer {
  failures = [];
  sent = [];
  started = 0;
  removed = 0;
  state = "bot";
  messages = [];
  streams = [];

  async start(about) {
    this.#failIfTold();
    this.about = about;
    this.started += 1;
    this.messages = [GREETING];
    return { id: `c${this.started}`, token: `t${this.started}`, state: this.state, messages: [GREETING] };
  }

  async load() {
    this.#failIfTold();
    return { id: "c1", state: this.state, messages: this.messages };
  }

  async send(body) {
    this.sent.push(body);
    this.#failIfTold();
    const number = this.messages.length;
    const answer = { id: `b${number}`, sender: "bot", at: "2026-11-21T12:01:00Z", text: `Svar på ${body.text ?? body.payload}`, route: "answer" };
    const question = { id: `u${number}`, sender: "user", at: "2026-11-21T12:00:30Z", text: body.text ?? "valg", client_message_id: body.client_message_id };
    this.messages.push(question, answer);
    return { state: this.state, messages: [answer] };
  }

  async rate() {
    this.#failIfTold();
  }

  async remove() {
    this.#failIfTold();
    this.removed += 1;
  }

  async typing() {}

  async transcript() {
    return "avskrift";
  }

  async events(lastEventId, signal) {
    this.#failIfTold();
    const stream = { lastEventId };
    this.streams.push(stream);
    return new ReadableStream({
      start(controller) {
        stream.push = (id, event, data) =>
          controller.enqueue(new TextEncoder().encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        signal.addEventListener("abort", () => controller.error(new Error("aborted")));
      },
    });
  }

  #failIfTold() {
    const failure = this.failures.shift();
    if (failure) throw new ChatError(failure);
  }
}

export function memory() {
  const items = new Map();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value) };
}

export function conversationWith(server, storage = memory()) {
  return new Conversation({ client: server, store: new Store(storage), about: { locale: "nb" } });
}

/** Let everything that is under way come to rest. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
