import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import colours from "@kreftforeningen/web-css/json/colors.json" with { type: "json" };
import { palette, parseColour } from "../../../web_widget/static/widget/colour.js";

const CSS = readFileSync(new URL("../../../web_widget/static/widget/chat.css", import.meta.url), "utf8");
const tokens = new Map(colours.flatMap(({ variable, values }) => Object.entries(values).map(([step, { hex }]) => [`var(${variable}-${step})`, hex])));
const EXTREMES = ["#000000", "#ffffff", "#808080", "#ffff00", "#00ff00", "#ff0000", "#0000ff", "#c8102e", "#ffcc00", "#7f7f00", "#757575"];
// A grid over all colours, so that no hue is left out.
const STEPS = ["00", "33", "66", "99", "cc", "ff"];
const GRID = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => `#${red}${green}${blue}`)));

function grounds(mode) {
  const [light, dark] = [...CSS.matchAll(/\.panel \{([^}]*--paper[^}]*)\}/g)].map(([, body]) => body);
  const find = (name) => [mode === "dark" ? dark : "", light].map((body) => new RegExp(`--${name}: ([^;]+);`).exec(body)?.[1]).find(Boolean);
  return ["paper", "tint", "mine", "warm"].map((name) => tokens.get(find(name)) ?? find(name));
}

function luminance(hex) {
  const linear = [1, 3, 5].map((place) => Number.parseInt(hex.slice(place, place + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

test("words on a brand colour and in it stand out 7 to 1, in light and dark, whatever the colour", () => {
  for (const colour of [...EXTREMES, ...GRID]) {
    const { fill, ...modes } = palette(parseColour(colour));
    assert.ok(contrast(fill.words, fill.ground) >= 7, `${colour}: ${JSON.stringify(fill)}`);
    assert.ok(contrast(fill.words, fill.hover) >= 7, `${colour}: ${JSON.stringify(fill)}`);
    for (const [mode, { brand, strong, on }] of Object.entries(modes)) {
      const pairs = [...grounds(mode).flatMap((ground) => [[brand, ground], [strong, ground]]), [on, brand], [on, strong]];
      for (const [ink, ground] of pairs) assert.ok(contrast(ink, ground) >= 7, `${colour}, ${mode}: ${ink} on ${ground}`);
    }
  }
});

test("a colour that is dark or light enough already is kept as it is", () => {
  assert.deepEqual([palette(parseColour("#2b4c5f")).fill.ground, palette(parseColour("#ffcc00")).fill.ground], ["#2b4c5f", "#ffcc00"]);
});

test("three digits are read as six, and what is not a colour is not", () => {
  assert.deepEqual(parseColour("#c0F"), [204, 0, 255]);
  for (const text of ["red", "#12", "#12345", "#1234567", "url(x)", "#fff;}"]) assert.equal(parseColour(text), null);
});
