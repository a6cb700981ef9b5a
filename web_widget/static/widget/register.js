import { KreftChat } from "./element.js";

const NAME = "kreft-chat";

// The script's own address says where the rest of the widget and the API are.
const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');

function place() {
  if (document.querySelector(NAME)) return;
  document.body.append(document.createElement(NAME));
}

// The second of two scripts on a page yields.
if (script && !customElements.get(NAME)) {
  KreftChat.base = new URL("./", script.src).href;
  KreftChat.script = script;
  customElements.define(NAME, KreftChat);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
}
