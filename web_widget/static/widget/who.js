import { el } from "./dom.js";

const AUDIENCES = ["pasient", "parorende", "etterlatt", "barn", "fagperson"];

/** Ask who is writing. The answer is a message of the user's, so that it is kept with the conversation; it may be left out. */
export function whoIsWriting({ strings, current, choose, skip }) {
  const { audiences, whoInfo, whoSkip } = strings;
  const button = (audience) => {
    const payload = `/choose_audience${JSON.stringify({ audience })}`;
    const press = () => choose({ title: audiences[audience], payload });
    return el("button", { type: "button", class: "pill", "aria-pressed": String(audience === current), onclick: press }, audiences[audience]);
  };
  return el(
    "div",
    { class: "who" },
    el("p", {}, whoInfo),
    ...AUDIENCES.map(button),
    el("button", { type: "button", class: "small", onclick: skip }, whoSkip),
  );
}
