const KEY = "radgiver.lyd";
const TONES = { message: [660], waiting: [523, 659], urgent: [880, 660, 880] };
const TONE_SECONDS = 0.16;

/** A short sound for what an adviser must not miss; silent until asked for, and the choice is remembered. */
export class Sound {
  #context = null;

  constructor(storage = localStorage) {
    this.storage = storage;
    // A browser lets a page sound only after its reader has done something on it.
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => this.#wake(), { once: true });
  }

  get isOn() {
    return this.storage.getItem(KEY) === "på";
  }

  set isOn(on) {
    this.storage.setItem(KEY, on ? "på" : "av");
    this.#wake();
  }

  play(kind) {
    if (!this.isOn || !this.#context) return;
    TONES[kind].forEach((pitch, place) => this.#tone(pitch, this.#context.currentTime + place * TONE_SECONDS));
  }

  #wake() {
    if (!this.isOn) return;
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  #tone(pitch, start) {
    const tone = new OscillatorNode(this.#context, { frequency: pitch });
    const volume = new GainNode(this.#context, { gain: 0.12 });
    volume.gain.setTargetAtTime(0, start + TONE_SECONDS / 2, TONE_SECONDS / 5);
    tone.connect(volume).connect(this.#context.destination);
    tone.start(start);
    tone.stop(start + TONE_SECONDS * 2);
  }
}

/** Show in the tab's title how many conversations and messages ask for the adviser. */
export class TabTitle {
  #plain = document.title;

  show(count) {
    document.title = count ? `(${count}) ${this.#plain}` : this.#plain;
  }
}

/** Tell what is new between two overviews: `urgent`, `waiting`, `message` or nothing, the gravest first. */
export function newsBetween(before, after) {
  if (!before) return null;
  const known = new Map(before.queue.map((each) => [each.id, each]));
  const fresh = after.queue.filter((each) => !known.has(each.id) || (each.urgent && !known.get(each.id).urgent));
  if (fresh.some((each) => each.urgent)) return "urgent";
  if (fresh.length) return "waiting";
  const unread = new Map(before.mine.map((each) => [each.id, each.unread]));
  return after.mine.some((each) => each.unread > (unread.get(each.id) ?? 0)) ? "message" : null;
}
