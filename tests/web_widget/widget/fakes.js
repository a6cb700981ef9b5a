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
  streamsWork = true;
  polls = [];
  missed = [];
  calls = [];
  held = {};

  async start(about) {
    this.#failIfTold();
    this.about = about;
    this.started += 1;
    this.messages = [GREETING];
    return { id: `c${this.started}`, token: `t${this.started}`, state: this.state, messages: [GREETING], last_event_id: "1", ...this.held };
  }

  async load() {
    this.#failIfTold();
    return { id: "c1", state: this.state, messages: [...this.messages], last_event_id: String(this.messages.length), ...this.held };
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

  async typing() {
    this.calls.push("typing");
  }

  async leaveQueue() {
    this.#failIfTold();
    this.state = "bot";
  }

  async callback(request) {
    this.#failIfTold();
    this.calls.push(request);
    return { text: "Takk.", receipt: "K7-M2" };
  }

  async returnCode() {
    this.#failIfTold();
    return { code: "bjørk elg fjord gran hegg" };
  }

  async comeBack(code) {
    this.#failIfTold();
    this.calls.push(code);
    const messages = [GREETING, { id: "u9", sender: "user", text: "fra telefonen" }];
    return { id: "c9", token: "t9", state: this.state, messages, last_event_id: "9", ...this.held };
  }

  async eventsSince(cursor) {
    this.#failIfTold();
    this.polls.push(cursor);
    return { events: this.missed.splice(0), last_event_id: "0", state: this.state };
  }

  async transcript() {
    return "avskrift";
  }

  async events(lastEventId, signal) {
    if (!this.streamsWork) throw new ChatError({ status: 503 });
    this.#failIfTold();
    const stream = { lastEventId };
    this.streams.push(stream);
    return new ReadableStream({
      start(controller) {
        stream.push = (id, event, data) =>
          controller.enqueue(new TextEncoder().encode(`${id === null ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        stream.cut = () => controller.error(new Error("cut"));
        signal.addEventListener("abort", stream.cut);
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
