import { basename } from "node:path";
import { gzipSync } from "node:zlib";

const LIMITS = { launcher: 5_000, opening: 30_000 };

/** Name the files that opening the conversation fetches: the entry first, then all that it imports at once. */
export function filesOnOpening({ outputs }, entry) {
  const [start] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  const found = new Set([start]);
  for (const path of found) {
    for (const { path: next, kind } of outputs[path].imports) if (kind === "import-statement") found.add(next);
  }
  return [...found].map((path) => basename(path));
}

/** Name the file of each language's words: opening fetches one of them, too. */
export function filesOfLanguages({ outputs }) {
  const found = Object.entries(outputs).filter(([, { entryPoint }]) => /^widget\/strings\/\w+\.js$/.test(entryPoint));
  return Object.fromEntries(found.map(([path, { entryPoint }]) => [basename(entryPoint, ".js"), basename(path)]));
}

/** Print what each file weighs, and return the exit code: 1 where a limit is passed. */
export function report({ launcher, look, chunks, onOpening, languages }) {
  const words = Object.values(languages).map((name) => size(chunks[name]));
  const shared = size(launcher) + onOpening.reduce((sum, name) => sum + size(chunks[name]), 0);
  const opening = shared + Math.max(...words);
  const later = Object.keys(chunks).filter((name) => !onOpening.includes(name));
  console.log(`on every page: widget.js ${size(launcher)} B gzip (limit ${LIMITS.launcher})`);
  console.log(`where a page has a colour or place of its own: ${size(look)} B more`);
  console.log(`when opened: ${opening} B gzip together in the largest language, ${shared + size(chunks[languages.nb])} B in bokmål (limit ${LIMITS.opening})`);
  for (const name of onOpening) console.log(`  ${name} ${size(chunks[name])} B`);
  console.log("when used:");
  for (const name of later.sort()) console.log(`  ${name} ${size(chunks[name])} B`);
  if (size(launcher) <= LIMITS.launcher && opening <= LIMITS.opening) return 0;
  console.error("error: the widget is too large");
  return 1;
}

function size(text) {
  return gzipSync(text, { level: 9 }).length;
}
