import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import colours from "@kreftforeningen/web-css/json/colors.json" with { type: "json" };
import { onlyTheLexer } from "./lexer.js";

const here = new URL("./", import.meta.url);
const dist = new URL("dist/", here);
const limits = { launcher: 5_000, all: 30_000 };

const tokens = new Map(
  colours.flatMap(({ variable, values }) =>
    Object.entries(values).map(([step, value]) => [`${variable}-${step}`, value.hex ?? value]),
  ),
);

// Only the colours in use go along: the package's own stylesheet asks a font server for its type.
function inlineTokens(css, path) {
  return css.replace(/var\((--kf-[\w-]+)\)/g, (_, name) => {
    if (!tokens.has(name)) throw new Error(`${path}: no token ${name}`);
    return tokens.get(name);
  });
}

async function readCss(path) {
  const css = inlineTokens(await readFile(path, "utf8"), path);
  return (await transform(css, { loader: "css", minify: true })).code.trim();
}

const cssAsText = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await readCss(path), loader: "text" }));
  },
};

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [new URL(entry, here).pathname],
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    legalComments: "none",
    plugins: [cssAsText, onlyTheLexer],
    ...options,
  });
  return result.outputFiles[0].text;
}

const chat = await bundle("widget/chat.js", { format: "esm" });
const chatFile = `chat-${createHash("sha256").update(chat).digest("hex").slice(0, 12)}.js`;
const launcher = await bundle("widget/register.js", {
  format: "iife",
  define: { CHAT_FILE: JSON.stringify(chatFile) },
});
const siteCss = await readCss(new URL("pages/site.css", here).pathname);
const staffCss = await readCss(new URL("pages/staff.css", here).pathname);
const consoleScript = await bundle("console/console.js", { format: "esm" });
const presence = await bundle("console/presence.js", { format: "esm" });
const presenceClock = await bundle("console/presence_clock.js", { format: "iife" });
const consoleCss = await readCss(new URL("console/console.css", here).pathname);
const editorScript = await bundle("editor/editor.js", { format: "esm" });
const editorCss = await readCss(new URL("editor/editor.css", here).pathname);
const insightCss = await readCss(new URL("insight/insight.css", here).pathname);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const files = {
  "widget.js": launcher,
  [chatFile]: chat,
  "site.css": siteCss,
  "staff.css": staffCss,
  "console.js": consoleScript,
  "console.css": consoleCss,
  "presence.js": presence,
  "presence_clock.js": presenceClock,
  "editor.js": editorScript,
  "editor.css": editorCss,
  "insight.css": insightCss,
};
for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(name, dist), text);
}

const size = (text) => gzipSync(text, { level: 9 }).length;
const total = size(launcher) + size(chat);
console.log(`widget.js ${size(launcher)} B gzip, ${chatFile} ${size(chat)} B gzip, together ${total} B`);
if (size(launcher) > limits.launcher || total > limits.all) {
  console.error(`error: the widget is too large (limits: ${limits.launcher} B and ${limits.all} B gzip)`);
  process.exitCode = 1;
}
