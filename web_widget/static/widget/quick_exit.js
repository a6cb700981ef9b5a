import { el } from "./dom.js";

const PRESSES = 3;
const WITHIN_MS = 2_000;

/** The button that hides all of this at once; three times Escape does the same. Returns the button and what stops it. */
export function quickExit({ strings, leave }) {
  let presses = [];
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
    if (presses.length >= PRESSES) leave();
  };
  addEventListener("keydown", onKey, { capture: true });
  return {
    button: el("button", { type: "button", class: "exit", onclick: leave }, strings.exit),
    stop: () => removeEventListener("keydown", onKey, { capture: true }),
  };
}

/** Give the address to leave for: a neutral page, unless the site has chosen another. */
export function exitAddress(wanted, otherwise = "https://www.yr.no/") {
  try {
    const { protocol, href } = new URL(wanted);
    return protocol === "https:" || protocol === "http:" ? href : otherwise;
  } catch {
    return otherwise;
  }
}
