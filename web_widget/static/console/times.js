import { words } from "./strings.js";

// The service is in Norway, wherever the adviser's machine believes it is.
const CLOCK = { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit" };
const clock = new Intl.DateTimeFormat("nb", CLOCK);
const day = new Intl.DateTimeFormat("nb", { timeZone: "Europe/Oslo", dateStyle: "short" });
const dayAndClock = new Intl.DateTimeFormat("nb", { weekday: "long", ...CLOCK });
const MINUTE = 60_000;

/** Say how long somebody has waited, as a person would. */
export function waited(since, now = Date.now()) {
  const minutes = Math.floor(Math.max(0, now - Date.parse(since)) / MINUTE);
  if (minutes < 1) return words.waitedNow;
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60), minutes % 60);
}

export function atClock(instant) {
  return clock.format(new Date(instant));
}

/** Give the clock time today, and the weekday with it on any other day. */
export function whenClock(instant, now = new Date()) {
  const then = new Date(instant);
  return (day.format(then) === day.format(now) ? clock : dayAndClock).format(then);
}

/** Keep every waiting time on the page right; a second's delay is nothing to somebody who reads minutes. */
export function keepTimes(root) {
  setInterval(() => {
    for (const node of root.querySelectorAll("time[data-since]")) {
      const text = words.waited(waited(node.dataset.since));
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}
