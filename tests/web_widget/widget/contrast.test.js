import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import colours from "@kreftforeningen/web-css/json/colors.json" with { type: "json" };

const STATIC = new URL("../../../web_widget/static/", import.meta.url);
const tokens = new Map(
  colours.flatMap(({ variable, values }) => Object.entries(values).map(([step, { hex }]) => [`${variable}-${step}`, hex])),
);

function palettes(path, selector) {
  const css = readFileSync(new URL(path, STATIC), "utf8");
  const [light, dark] = [...css.matchAll(new RegExp(`${selector} \\{([^}]*--paper[^}]*)\\}`, "g"))].map(([, body]) =>
    Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (?:var\((--kf-[\w-]+)\)|(#\w{6}));/g)].map(([, name, token, hex]) => [name, hex ?? tokens.get(token)]),
    ),
  );
  return { light, dark: { ...light, ...dark } };
}

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5]
    .map((place) => Number.parseInt(hex.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const every = (inks, grounds) => inks.flatMap((ink) => grounds.map((ground) => [ink, ground]));
const TEXT = every(["text", "quiet", "brand", "brand-strong"], ["paper", "tint", "warm"]);
const PANEL = [
  ...TEXT,
  ...every(["text", "brand-strong"], ["mine"]),
  ...every(["on-brand"], ["brand", "brand-strong"]),
  ...every(["on-head", "soft"], ["head"]),
  ...every(["good"], ["paper", "tint"]),
];
// What is no text but must be seen: the edges of fields and buttons, and the ring round what has the focus.
const SHAPES = [...every(["edge"], ["paper", "tint"]), ...every(["focus"], ["paper", "tint", "warm", "mine"]), ...every(["warm-line"], ["warm"]), ...every(["on-head"], ["head"])];
const PAGE = [...TEXT, ["on-brand", "brand"], ["on-brand", "brand-strong"]];

for (const [path, selector, pairs] of [["widget/chat.css", "\\.panel", PANEL], ["pages/site.css", ":root", PAGE]]) {
  for (const [mode, palette] of Object.entries(palettes(path, selector))) {
    for (const [ink, ground] of pairs) {
      test(`${ink} on ${ground} stands out 7 to 1 in ${path}, ${mode}`, () => {
        assert.ok(contrast(palette[ink], palette[ground]) >= 7, contrast(palette[ink], palette[ground]).toFixed(2));
      });
    }
  }
}

for (const [mode, palette] of Object.entries(palettes("widget/chat.css", "\\.panel"))) {
  for (const [shape, ground] of SHAPES) {
    test(`${shape} stands out 3 to 1 from ${ground}, ${mode}`, () => {
      assert.ok(contrast(palette[shape], palette[ground]) >= 3, contrast(palette[shape], palette[ground]).toFixed(2));
    });
  }
}

test("every colour of the panel is in a pair that is measured, or is a line that says nothing alone", () => {
  const measured = new Set([...PANEL, ...SHAPES].flat());
  const { light } = palettes("widget/chat.css", "\\.panel");
  assert.deepEqual(Object.keys(light).filter((name) => !measured.has(name)), ["line"]);
});

// The launcher has its colours in its rules: text on button, and both states of it.
function launcherColours() {
  const css = readFileSync(new URL("widget/launcher.css", STATIC), "utf8");
  const [light, dark] = css.split("prefers-color-scheme: dark");
  const colour = (part, selector, property) => tokens.get(new RegExp(`\\.launcher${selector} \\{[^}]*?[ ;]${property}:[^;]*?var\\((--kf-[\\w-]+)\\)`).exec(part)[1]);
  return Object.entries({ light, dark }).map(([mode, part]) => ({
    mode,
    ink: colour(part, "", "color"),
    grounds: [colour(part, "", "background"), colour(part, ":hover", "background")],
  }));
}

for (const { mode, ink, grounds } of launcherColours()) {
  test(`the launcher's words stand out 7 to 1, ${mode}, also under the pointer`, () => {
    for (const ground of grounds) assert.ok(contrast(ink, ground) >= 7, contrast(ink, ground).toFixed(2));
  });
}
