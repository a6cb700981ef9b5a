import { readEvents } from "./sse.js";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

/** Keep the event stream open while a person is waited for or has the conversation. */
export class Feed {
  #client;
  #onEvent;
  #onOpen;
  #onGone;
  #lastEventId = null;
  #running = null;

  constructor(client, { onEvent, onOpen, onGone }) {
    this.#client = client;
    this.#onEvent = onEvent;
    this.#onOpen = onOpen;
    this.#onGone = onGone;
  }

  start() {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#run(this.#running.signal);
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /** Try again now instead of after the delay; the place in the stream is kept. */
  wake() {
    if (!this.#running) return;
    this.stop();
    this.start();
  }

  async #run(signal) {
    let delay = FIRST_DELAY_MS;
    while (!signal.aborted) {
      try {
        await this.#listen(signal);
        delay = FIRST_DELAY_MS;
      } catch (error) {
        if (signal.aborted) return;
        if (error.gone) return this.#onGone();
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      }
      await pause(delay, signal);
    }
  }

  async #listen(signal) {
    const stream = await this.#client.events(this.#lastEventId, signal);
    this.#onOpen();
    for await (const event of readEvents(stream)) {
      if (signal.aborted) return;
      this.#onEvent(event.type, JSON.parse(event.data));
      this.#lastEventId = event.id ?? this.#lastEventId;
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
