import { KreftChat } from "./element.js";

const NAME = "kreft-chat";

// The script's own address says where the rest of the widget and the API are.
const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');

function place() {
  if (document.querySelector(NAME)) return;
  const element = document.createElement(NAME);
  for (const [name, value] of Object.entries(script.dataset)) element.setAttribute(name, value);
  document.body.append(element);
}

// The second of two widgets on a page yields.
if (script && !customElements.get(NAME)) {
  KreftChat.base = new URL("./", script.src).href;
  customElements.define(NAME, KreftChat);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
}
