const MARGIN_MS = 500;
const SPREAD_MS = 5_000;
const AGAIN_MS = 30_000;

/** Ask anew when advisers open or close, not everybody at the same instant, and less eagerly where the clock here is wrong. */
export class HoursWatch {
  #ask;
  #timer;

  constructor(ask) {
    this.#ask = ask;
  }

  until(instant) {
    this.stop();
    if (!instant) return;
    const left = Date.parse(instant) - Date.now();
    this.#timer = setTimeout(this.#ask, left > 0 ? left + MARGIN_MS + Math.random() * SPREAD_MS : AGAIN_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
