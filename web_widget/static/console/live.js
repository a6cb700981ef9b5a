import { beat, openStream } from "./api.js";

const POLL_MS = 5000;
const SILENCE_MS = 40_000;

/** Say what changed on the server: by a stream, and by asking every few seconds while there is none.
 *
 * `changed` gets the ids of changed conversations, or null when anything may have changed. */
export class Live {
  #stream = null;
  #heard = 0;
  #isActive = true;

  constructor({ changed, connection }) {
    this.changed = changed;
    this.connection = connection;
  }

  start() {
    this.#open();
    setInterval(() => this.#watch(), POLL_MS);
    for (const deed of ["pointerdown", "keydown", "wheel"]) addEventListener(deed, () => (this.#isActive = true), { passive: true });
    addEventListener("online", () => this.#reopen());
    addEventListener("offline", () => this.connection(false));
    document.addEventListener("visibilitychange", () => document.hidden || this.changed(null));
  }

  #open() {
    const stream = openStream();
    this.#stream = stream;
    this.#heard = Date.now();
    stream.addEventListener("open", () => this.#refresh());
    stream.addEventListener("changed", ({ data }) => this.#hear(() => this.changed(JSON.parse(data).conversations)));
    // Answering the server's ping, not a timer: browsers slow down the timers of a tab in the background.
    stream.addEventListener("ping", () => this.#hear(() => this.#answer()));
    stream.addEventListener("error", () => this.connection(false));
  }

  #hear(act) {
    this.#heard = Date.now();
    act();
  }

  #refresh() {
    this.#heard = Date.now();
    this.connection(true);
    this.changed(null);
  }

  #watch() {
    const { readyState } = this.#stream;
    const silent = Date.now() - this.#heard >= SILENCE_MS;
    if (readyState === EventSource.OPEN && !silent) return;
    this.#beat();
    this.changed(null);
    if (silent || readyState === EventSource.CLOSED) this.#reopen();
  }

  #reopen() {
    this.#stream.close();
    this.#open();
  }

  // A colleague who has gone says nothing: the overview is fetched with each sign of presence.
  #answer() {
    this.#beat();
    this.changed([]);
  }

  #beat() {
    beat(this.#isActive).catch(() => {});
    this.#isActive = false;
  }
}
