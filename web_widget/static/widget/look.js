import { palette, parseColour } from "./colour.js";
import { readAll } from "./reading_settings.js";

const POSITION = /^(left|right)(?: (\d{1,3})(?: (\d{1,3}))?)?$/;
const FARTHEST_PX = 400;

const READERS = {
  colour: parseColour,
  position: (text) => {
    const [, side, x = "20", y = "20"] = POSITION.exec(text) ?? [];
    return side && Math.max(x, y) <= FARTHEST_PX ? { side, x: Number(x), y: Number(y) } : null;
  },
};

/** The style that the page's settings ask for; stronger than the widget's own. Fetched only where a page asks for any.
 * @param {(name: string) => string?} attribute */
export function lookCss(attribute) {
  const { colour, position } = readAll(READERS, attribute);
  return (position ? place(position) : "") + (colour ? paint(palette(colour)) : "");
}

// A phone shows the conversation over all of the page, wherever its button stands.
function place({ side, x, y }) {
  const edge = (name, distance) => `max(${distance}px, env(safe-area-inset-${name}))`;
  const inset = side === "left" ? ["auto", `${x}px`] : [`${x}px`, "auto"];
  const safe = side === "left" ? ["auto", edge("left", x)] : [edge("right", x), "auto"];
  const flow = side === "left" ? "start" : "end";
  return `:host(kreft-chat) { inset: auto ${safe[0]} ${edge("bottom", y)} ${safe[1]} !important; align-items: flex-${flow} !important; }
@media (min-width: 601px) { :host(kreft-chat) .panel { inset: auto ${inset[0]} ${y}px ${inset[1]}; max-width: calc(100vw - ${x + 20}px); max-height: calc(100dvh - ${y + 20}px); } }`;
}

function paint({ fill, light, dark }) {
  const colours = ({ brand, strong, on }) =>
    `.panel.panel { --brand: ${brand}; --brand-strong: ${strong}; --on-brand: ${on}; --head: ${fill.ground}; --on-head: ${fill.words}; --soft: ${fill.words}; }`;
  return `.launcher.launcher { color: ${fill.words}; background: ${fill.ground}; border-color: ${fill.words}; }
.launcher.launcher:hover { background: ${fill.hover}; }
.panel.panel .head :focus-visible { outline-color: currentColor; }
${colours(light)}
@media (prefers-color-scheme: dark) { ${colours(dark)} }`;
}
