import { el } from "../widget/dom.js";
import { TabTitle } from "./attention.js";
import { words } from "./strings.js";
import { whenClock } from "./times.js";

/** The line on top of every console page: connection, opening hours, who is there, sound. */
export class Status {
  #title = new TabTitle();

  constructor(root, { sound }) {
    this.root = root;
    this.connection = root.querySelector("[data-connection]");
    this.hours = root.querySelector("[data-hours]");
    this.callbacks = root.querySelector("[data-callbacks]");
    this.present = root.querySelector("[data-present]");
    this.sound = root.querySelector("[data-sound]");
    this.sound.addEventListener("click", () => {
      sound.isOn = !sound.isOn;
      this.#showSound(sound);
    });
    this.#showSound(sound);
  }

  show(overview) {
    const { advisers, queue, mine, callbacks } = overview;
    this.#showCallbacks(callbacks);
    this.hours.textContent = hoursOf(overview);
    this.present.querySelector("summary").textContent = words.present(advisers.length);
    const lines = advisers.map(({ name, role_title }) => el("li", {}, role_title ? `${name}, ${role_title.toLowerCase()}` : name));
    this.present.querySelector("ul").replaceChildren(...lines);
    this.#title.show(queue.length + mine.reduce((sum, each) => sum + each.unread, 0));
  }

  /** Show whether there is a connection: `open`, `lost`, or `out` when the session has ended. */
  connect(state) {
    if (this.connection.dataset.state === state) return;
    this.connection.dataset.state = state;
    const link = state === "out" && el("a", { href: `/logg-inn?next=${encodeURIComponent(location.pathname)}` }, words.signIn);
    this.connection.replaceChildren(words.connection[state], link ? " " : "", link || "");
  }

  #showCallbacks(count) {
    const text = words.callbacks(count);
    if (this.callbacks.textContent === text) return;
    this.callbacks.replaceChildren(count ? el("a", { href: "/radgiver/tilbakeringing" }, text) : "");
  }

  #showSound(sound) {
    this.sound.textContent = sound.isOn ? words.sound.on : words.sound.off;
    this.sound.setAttribute("aria-pressed", String(sound.isOn));
  }
}

function hoursOf({ open, changes_at: at }) {
  if (!at) return open ? "" : words.closed;
  return open ? words.closes(whenClock(at)) : words.opens(whenClock(at));
}
