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

/** Print what each file weighs, and return the exit code: 1 where a limit is passed. */
export function report({ launcher, chunks, onOpening }) {
  const opening = size(launcher) + onOpening.reduce((sum, name) => sum + size(chunks[name]), 0);
  const later = Object.keys(chunks).filter((name) => !onOpening.includes(name));
  console.log(`on every page: widget.js ${size(launcher)} B gzip (limit ${LIMITS.launcher})`);
  console.log(`when opened: ${opening} B gzip together (limit ${LIMITS.opening})`);
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
