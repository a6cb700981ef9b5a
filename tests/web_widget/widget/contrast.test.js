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

const TEXT = ["text", "quiet", "brand", "brand-strong"].flatMap((ink) => ["paper", "tint", "warm"].map((ground) => [ink, ground]));
const PANEL = [...TEXT, ["text", "mine"], ["brand-strong", "mine"], ["on-brand", "brand"], ["on-brand", "brand-strong"], ["on-head", "head"], ["soft", "head"], ["good", "paper"], ["good", "tint"]];
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

test("the edge of a field stands out 3 to 1 from the ground it lies on", () => {
  for (const palette of Object.values(palettes("widget/chat.css", "\\.panel"))) {
    assert.ok(contrast(palette.edge, palette.paper) >= 3, contrast(palette.edge, palette.paper).toFixed(2));
  }
});
