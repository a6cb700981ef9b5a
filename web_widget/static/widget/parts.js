import { el } from "./dom.js";
import { renderText } from "./markup.js";

/** Fetch a part of the widget when it is first used, for `place`; where it does not come, that is told there and can be tried again.
 * @param {() => Promise<object>} load for instance `() => import("./reader.js")`
 * @param {(part: object) => void} use */
export async function withPart(place, load, use, strings) {
  place.setAttribute("aria-busy", "true");
  const part = await load().catch(() => null);
  place.removeAttribute("aria-busy");
  if (part) use(part);
  else tellMissing(place, () => withPart(place, load, use, strings), strings);
}

function tellMissing(place, act, { unreachable, retry }) {
  const again = el("button", { type: "button", onclick: act }, retry);
  place.replaceChildren(el("p", { role: "alert" }, ...renderText(unreachable)), again);
  again.focus();
}
