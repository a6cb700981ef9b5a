import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import colours from "@kreftforeningen/web-css/json/colors.json" with { type: "json" };
import { onlyTheLexer } from "./lexer.js";
import { partsOfOneChat } from "./parts.js";
import { filesOfLanguages, filesOnOpening, report } from "./sizes.js";

const here = new URL("./", import.meta.url);
const dist = new URL("dist/", here);

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

const options = {
  absWorkingDir: fileURLToPath(here),
  bundle: true,
  minify: true,
  write: false,
  target: "es2022",
  legalComments: "none",
  plugins: [cssAsText, onlyTheLexer],
};

async function bundle(entry, more) {
  const result = await build({ ...options, entryPoints: [entry], ...more });
  return result.outputFiles[0].text;
}

// What `import()` names becomes a file of its own, which is fetched when it is first used.
const chat = await build({
  ...options,
  entryPoints: ["widget/chat.js"],
  format: "esm",
  splitting: true,
  plugins: [...options.plugins, partsOfOneChat(new URL("widget/chat.js", here).pathname)],
  metafile: true,
  outdir: "dist",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
});
const chunks = Object.fromEntries(chat.outputFiles.map(({ path, text }) => [basename(path), text]));
const languages = filesOfLanguages(chat.metafile);
const onOpening = filesOnOpening(chat.metafile, "widget/chat.js");
// By itself: it must not share files with the conversation, which is fetched later.
const look = await build({ ...options, entryPoints: ["widget/look.js"], format: "esm", outdir: "dist", entryNames: "[name]-[hash]" });
const [{ path: lookPath, text: lookText }] = look.outputFiles;
const launcher = await bundle("widget/register.js", {
  format: "iife",
  define: { CHAT_FILES: JSON.stringify(onOpening), LANGUAGE_FILES: JSON.stringify(languages), LOOK_FILE: JSON.stringify(basename(lookPath)) },
});
const siteCss = await readCss(new URL("pages/site.css", here).pathname);
const searchScript = await bundle("pages/search.js", { format: "esm" });
const staffCss = await readCss(new URL("pages/staff.css", here).pathname);
const consoleScript = await bundle("console/console.js", { format: "esm" });
const presence = await bundle("console/presence.js", { format: "esm" });
const presenceClock = await bundle("console/presence_clock.js", { format: "iife" });
const consoleCss = await readCss(new URL("console/console.css", here).pathname);
const editorScript = await bundle("editor/editor.js", { format: "esm" });
const editorCss = await readCss(new URL("editor/editor.css", here).pathname);
const playground = await bundle("pages/playground.js", { format: "esm" });
const insightCss = await readCss(new URL("insight/insight.css", here).pathname);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const files = {
  "widget.js": launcher,
  [basename(lookPath)]: lookText,
  ...chunks,
  "site.css": siteCss,
  "search.js": searchScript,
  "staff.css": staffCss,
  "console.js": consoleScript,
  "console.css": consoleCss,
  "presence.js": presence,
  "presence_clock.js": presenceClock,
  "editor.js": editorScript,
  "editor.css": editorCss,
  "insight.css": insightCss,
  "playground.js": playground,
};
for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(name, dist), text);
}

process.exitCode = report({ launcher, look: lookText, chunks, onOpening, languages });
