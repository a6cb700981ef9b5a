import { readFile } from "node:fs/promises";

// Every part asks for the chat's entry, which is there already when a part is fetched: so all that the chat and the parts share lies
// in one file, instead of one file for each combination of parts that share something, each with its own beginning to compress.
export const partsOfOneChat = (entry) => ({
  name: "parts-of-one-chat",
  setup({ onResolve, onLoad, resolve }) {
    const parts = new Set();
    onResolve({ filter: /^\.\// }, async ({ kind, path, pluginData, ...from }) => {
      if (kind !== "dynamic-import" || pluginData === "asked") return undefined;
      const found = await resolve(path, { ...from, kind, pluginData: "asked" });
      parts.add(found.path);
      return found;
    });
    onLoad({ filter: /\.js$/ }, async ({ path }) =>
      parts.has(path) ? { contents: `${await readFile(path, "utf8")}\nimport ${JSON.stringify(entry)};`, loader: "js" } : undefined,
    );
  },
});
