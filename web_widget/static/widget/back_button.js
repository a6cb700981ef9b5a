const MARK = "kreftChat";

/** Let a phone's back button close what was opened last, where the browser doesn't do that for a modal dialog itself.
 *
 * Each thing that is open has an entry in the history with the page's own address and state. The page's router is told of none
 * of them: they are made by the browser's own `pushState`, and their `popstate` ends here. */
export class BackButton {
  #open = [];
  #leaving = false;
  #started = false;
  #onPop = (event) => this.#popped(event);

  start() {
    if ("CloseWatcher" in globalThis) return;
    this.#started = true;
    addEventListener("popstate", this.#onPop, { capture: true });
  }

  stop() {
    this.#started = false;
    removeEventListener("popstate", this.#onPop, { capture: true });
    this.#open = [];
  }

  add(close) {
    if (!this.#started) return;
    this.#open.push(close);
    if (!this.#leaving) this.#mark();
  }

  /** Take back the entry of what was closed otherwise, and of all that was opened after it. */
  remove(close) {
    const place = this.#open.indexOf(close);
    if (place < 0) return;
    this.#open.length = place;
    const steps = depth() - place;
    if (steps <= 0) return;
    this.#leaving = true;
    history.go(-steps);
  }

  #mark() {
    const { state } = history;
    // A state that can't carry the mark is left as it is; then the back button leaves the page.
    if (typeof state !== "object") return;
    while (depth() < this.#open.length) {
      History.prototype.pushState.call(history, { ...history.state, [MARK]: depth() + 1 }, "");
    }
  }

  #popped(event) {
    const closed = this.#open.splice(depth());
    if (!this.#leaving && !closed.length) return;
    event.stopImmediatePropagation();
    if (this.#leaving) {
      this.#leaving = false;
      this.#open.push(...closed);
      this.#mark();
    } else {
      for (const close of closed.reverse()) close();
    }
  }
}

function depth() {
  return history.state?.[MARK] ?? 0;
}
