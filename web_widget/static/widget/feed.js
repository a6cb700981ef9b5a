import { readEvents } from "./sse.js";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;
const POLL_MS = 3_000;
const POLLS_PER_STREAM = 20;
// The server says something at once, and then at least every 15 s.
const FIRST_WORD_MS = 10_000;
const SILENCE_MS = 40_000;

/** Follow what happens while a person is waited for or has the conversation: by the event stream, or by asking where no
 * stream gets through. `cursor` is the last event that was handled. */
export class Feed {
  #client;
  #on;
  #running = null;
  cursor = null;

  /** @param {{event: Function, contact: (found: boolean) => void, gone: Function}} on */
  constructor(client, on) {
    this.#client = client;
    this.#on = on;
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
    let polls = 0;
    while (!signal.aborted) {
      try {
        if (polls % POLLS_PER_STREAM === 0 && (await this.#listen(signal))) {
          polls = 0;
          delay = FIRST_DELAY_MS;
        } else {
          await this.#poll(signal);
          polls += 1;
          delay = POLL_MS;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error.gone) return this.#on.gone();
        this.#on.contact(false);
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      }
      await pause(delay, signal);
    }
  }

  /** Read the stream to its end; false when nothing at all came out of it. */
  async #listen(signal) {
    const line = new AbortController();
    const hangUp = () => line.abort();
    let heard = false;
    let timer = setTimeout(hangUp, FIRST_WORD_MS);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(hangUp, SILENCE_MS);
      if (!heard) this.#on.contact(true);
      heard = true;
    };
    signal.addEventListener("abort", hangUp);
    try {
      for await (const event of readEvents(await this.#client.events(this.cursor, line.signal), alive)) {
        if (signal.aborted) break;
        this.#handle(event.id, event.type, JSON.parse(event.data));
      }
    } catch (error) {
      if (error.gone) throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", hangUp);
    }
    return heard || signal.aborted;
  }

  async #poll(signal) {
    const { events } = await this.#client.eventsSince(this.cursor);
    if (signal.aborted) return;
    this.#on.contact(true);
    for (const { id, event, data } of events) this.#handle(id, event, data);
  }

  #handle(id, type, data) {
    this.#on.event(type, data, Number(id));
    this.cursor = id ?? this.cursor;
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
