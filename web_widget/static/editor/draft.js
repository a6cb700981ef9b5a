const PAUSE_MS = 2000;
const RETRY_MS = 5000;
// A page that goes away may still send this much.
const LAST_BREATH_BYTES = 60_000;

/** Saves what is written a little after it is written, and keeps it in the tab until it is saved. */
export class Draft {
  #timer;
  #saving = null;
  #dirty = false;
  state = "saved";

  /** `read` gives what is to be saved, `send` saves it (keeping the connection alive when told to),
   * `show` is told of every state, `clash` of somebody else's change, `taken` of an answer. */
  constructor({ read, send, show, clash, taken, store, pause = PAUSE_MS, retry = RETRY_MS }) {
    Object.assign(this, { read, send, show, clash, taken, store, pause, retry });
  }

  get unsaved() {
    return this.#dirty;
  }

  /** Whether something is unsaved, or on its way. */
  get busy() {
    return this.#dirty || this.#saving !== null;
  }

  /** Something was written. */
  touch() {
    this.#dirty = true;
    this.store.keep(this.read());
    if (this.state === "conflict") return;
    this.#become("waiting");
    this.#later(this.pause);
  }

  /** Save now; a saving that is under way is followed by another one. */
  save(options) {
    clearTimeout(this.#timer);
    if (!this.#saving && this.#dirty && this.state !== "conflict") this.#saving = this.#send(options);
    return this.#saving;
  }

  /** Wait until nothing is under way, and everything is saved if that can be. */
  async flush() {
    await this.#saving;
    await this.save();
  }

  /** The page is out of sight, perhaps for good. */
  hide() {
    return this.save({ keepalive: this.fits() });
  }

  /** Go on after a conflict has been settled. */
  resume() {
    this.state = "waiting";
    this.touch();
  }

  /** Forget what is unsaved: it has been given up. */
  drop() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.store.drop();
    this.#become("saved");
  }

  /** The page goes away: send what is left while that is possible. */
  leave() {
    if (!this.#dirty || this.state === "conflict") return;
    const sent = this.read();
    this.store.keep(sent);
    if (this.fits(sent)) this.send(sent, { keepalive: true }).then((answer) => this.taken(answer, sent), () => {});
  }

  /** Whether a page that goes away can still send all of it. */
  fits(sent = this.read()) {
    return new TextEncoder().encode(JSON.stringify(sent)).length < LAST_BREATH_BYTES;
  }

  async #send(options) {
    this.#dirty = false;
    const sent = this.read();
    this.#become("saving");
    try {
      const answer = await this.send(sent, options);
      this.#saving = null;
      this.taken(answer, sent);
      this.#settle(answer);
    } catch (error) {
      this.#saving = null;
      this.#dirty = true;
      this.#fail(error);
    }
  }

  #settle(answer) {
    if (this.#dirty) {
      this.#become("waiting");
      return this.#later(this.pause);
    }
    this.store.drop();
    this.#become("saved", answer.saved_at);
  }

  #fail(error) {
    this.store.keep(this.read());
    if (error.status === 409 && error.problem?.code === "conflict") {
      this.#become("conflict");
      return this.clash(error.problem.draft);
    }
    this.#become("failed", error.message);
    if (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500) this.#later(this.retry);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), wait);
  }

  #become(state, detail) {
    this.state = state;
    this.show(state, detail);
  }
}
