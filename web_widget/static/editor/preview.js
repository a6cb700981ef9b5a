import { el, styleSheet } from "../widget/dom.js";
import chatCss from "../widget/chat.css";
import { entryNode } from "../widget/message.js";
import { chat as strings } from "../widget/strings/nb.js";
import { words } from "./strings.js";

const BESIDE = `
  .panel { position: static; display: block; width: auto; height: auto; border: 0; border-radius: 0; box-shadow: none; }
  .panel .log { overflow: visible; }
`;

/** Shows the draft as its page and as the chat will, each behind a shadow root with its own styles. */
export class Preview {
  #shown = "page";
  #answer = null;
  #line = 1;

  constructor(place, buttons) {
    this.place = place;
    this.buttons = buttons;
    this.root = place.attachShadow({ mode: "open" });
    this.site = fetchSheet(place.dataset.siteCss);
    this.chat = [styleSheet(chatCss), styleSheet(BESIDE)];
    for (const button of buttons) button.addEventListener("click", () => this.#turn(button.dataset.preview));
  }

  show(answer, headings) {
    this.#answer = answer;
    this.headings = headings;
    this.#draw();
  }

  /** Show the section that is being written in, where the chat shows one at a time. */
  follow(line, headings) {
    this.#line = line;
    this.headings = headings;
    if (this.#shown === "widget") this.#draw();
  }

  #turn(to) {
    this.#shown = to;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.preview === to));
    this.#draw();
  }

  async #draw() {
    const answer = this.#answer;
    if (!answer) return;
    if (answer.problem) {
      this.root.adoptedStyleSheets = [];
      return this.root.replaceChildren(el("p", {}, answer.problem));
    }
    const sheets = this.#shown === "page" ? [await this.site] : this.chat;
    this.root.adoptedStyleSheets = sheets.filter(Boolean);
    this.root.replaceChildren(this.#shown === "page" ? page(answer.html) : this.#widget(answer.messages));
    for (const link of this.root.querySelectorAll("a[href]")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
  }

  #widget(messages) {
    const before = this.headings.filter((line) => line <= this.#line).length;
    const message = messages[Math.max(0, before - 1)] ?? messages[0];
    const context = {
      strings,
      links: { base: `${location.origin}/`, newTab: strings.newTab },
      follow: () => {},
      choose: () => {},
      conversation: { rated: () => false, rate: async () => {} },
    };
    const entries = message ? [entryNode({ message }, context)] : [];
    return el("div", { class: "panel" }, el("div", { class: "log" }, el("p", { class: "consent" }, words.widgetNote), el("div", { class: "entries" }, ...entries)));
  }
}

function page(html) {
  const template = document.createElement("template");
  // The server has made it of Markdown, in which it lets no HTML through. nosemgrep: html-from-text
  template.innerHTML = html;
  return template.content;
}

async function fetchSheet(url) {
  try {
    return styleSheet(await (await fetch(url)).text());
  } catch {
    return null;
  }
}
