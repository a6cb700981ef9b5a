import { JSDOM } from "jsdom";

/** Put a browser page's globals in place before modules that draw are used. */
const { window } = new JSDOM("<!doctype html><body></body>", { url: "https://vertsside.example/om-oss" });
for (const name of ["document", "location", "HTMLElement", "Node"]) globalThis[name] = window[name];
globalThis.getComputedStyle = window.getComputedStyle;
globalThis.matchMedia = () => ({ matches: true });
globalThis.ResizeObserver = class {
  observe() {}
};
window.Element.prototype.scrollTo = () => {};

export const SITE = "https://veiviser.example/";
export const links = { base: SITE, newTab: "(åpnes i ny fane)" };

export function drawn(nodes) {
  const box = document.createElement("div");
  box.append(...nodes);
  return box;
}
