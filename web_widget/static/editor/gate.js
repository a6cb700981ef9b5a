import { el } from "../widget/dom.js";
import * as api from "./api.js";
import { words } from "./strings.js";

const LOOK_MS = 1000;

/** Run all questions on file against the draft, and show which answers would be different. */
export class Gate {
  constructor(root) {
    this.url = JSON.parse(root.dataset.gate).url;
    this.state = root.querySelector("[data-gate-state]");
    this.bar = root.querySelector("[data-gate-progress]");
    this.changes = root.querySelector("[data-gate-changes]");
    this.button = root.querySelector("[data-gate-start]");
    this.form = document.querySelector("[data-approve]");
    this.button.addEventListener("click", () => this.run());
    this.form?.addEventListener("submit", (event) => this.#approve(event));
  }

  async run() {
    this.button.disabled = true;
    this.changes.replaceChildren();
    this.state.textContent = words.gate.starting;
    try {
      const { id } = await api.post(this.url, {});
      const trial = await this.#follow(id);
      if (trial.state === "done") this.#show(id, trial);
      else this.state.textContent = trial.reason ?? words.gate.failed;
    } catch (error) {
      this.state.textContent = error.message;
    }
    this.bar.hidden = true;
    this.button.disabled = false;
  }

  async #follow(id) {
    for (;;) {
      const trial = await api.get(`${this.url}/${id}`);
      if (trial.state !== "running") return trial;
      this.bar.hidden = false;
      this.bar.value = trial.of ? (100 * trial.done) / trial.of : 0;
      this.state.textContent = words.gate.running(trial.done, trial.of);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #show(id, { changes, broken }) {
    const said = [changes.length ? words.gate.different(changes.length) : words.gate.same];
    if (broken) said.push(words.gate.broken(broken));
    this.state.replaceChildren(...said.map((text) => el("p", {}, text)));
    if (changes.length) this.changes.replaceChildren(table(changes));
    if (!this.form) return;
    this.form.elements.trial.value = id;
    const reason = this.form.querySelector("[data-reason]");
    reason.hidden = !broken;
    this.form.elements.reason.required = Boolean(broken);
  }

  #approve(event) {
    if (this.form.elements.trial.value) return;
    event.preventDefault();
    this.state.textContent = words.gate.needed;
    this.button.focus();
  }
}

function table(changes) {
  const worst = changes.toSorted((one, other) => other.must_hold - one.must_hold);
  const name = (slug) => slug ?? words.gate.none;
  return el(
    "div",
    { class: "scroll tall", role: "region", "aria-label": words.gate.caption, tabindex: "0" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...words.gate.columns.map((title) => el("th", { scope: "col" }, title)))),
      el(
        "tbody",
        {},
        ...worst.map((change) =>
          el(
            "tr",
            { class: change.after === change.expected ? "better" : "worse" },
            el("th", { scope: "row" }, change.text, change.must_hold && " ", change.must_hold && el("span", { class: "tag warn" }, words.gate.mustHold)),
            ...[change.before, change.after, change.expected].map((slug) => el("td", {}, name(slug))),
          ),
        ),
      ),
    ),
  );
}
