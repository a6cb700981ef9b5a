import { el } from "./dom.js";
import { icon } from "./icons.js";
import { telHref } from "./phones.js";
import { quickExit } from "./quick_exit.js";

const FOR_CHILDREN = "116 111";

/** The row that is always in view: for children whom to ring, and the way out for those who need one. */
export class Aside {
  #exit = null;
  element;

  constructor(element) {
    this.element = element;
  }

  stop() {
    this.#exit?.stop();
  }

  /** @param {{isChild: boolean, hasExit: boolean, leave: () => void, strings: object}} what */
  show({ isChild, hasExit, leave, strings }) {
    this.stop();
    this.#exit = isChild || hasExit ? quickExit({ strings, leave }) : null;
    const call = isChild && el("a", { href: telHref(FOR_CHILDREN) }, icon("phone"), `${strings.call} `, el("bdi", { dir: "ltr" }, FOR_CHILDREN), el("span", { class: "sr" }, `. ${strings.childLine}`));
    this.element.replaceChildren(...[call, this.#exit?.button].filter(Boolean));
    this.element.hidden = !this.element.firstChild;
  }
}
