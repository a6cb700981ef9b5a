import assert from "node:assert/strict";
import { test } from "node:test";
import { filesOfLanguages, filesOnOpening, report } from "../../../web_widget/static/sizes.js";

const imports = (path, kind = "import-statement") => ({ path, kind });
const METAFILE = {
  outputs: {
    "dist/menu-1.js": { entryPoint: "widget/menu.js", imports: [imports("dist/chunk-2.js")] },
    "dist/chunk-2.js": { imports: [] },
    "dist/chunk-1.js": { imports: [imports("dist/chunk-2.js")] },
    "dist/chat-1.js": { entryPoint: "widget/chat.js", imports: [imports("dist/chunk-1.js"), imports("dist/menu-1.js", "dynamic-import")] },
  },
};

test("opening fetches the entry and all that it imports, but not what is imported on use", () => {
  assert.deepEqual(filesOnOpening(METAFILE, "widget/chat.js"), ["chat-1.js", "chunk-1.js", "chunk-2.js"]);
});

test("a file of the interface's words is told from other parts", () => {
  const outputs = { "dist/uk-1.js": { entryPoint: "widget/strings/uk.js" }, "dist/nb-2.js": { entryPoint: "widget/strings/features/nb.js" } };
  assert.deepEqual(filesOfLanguages({ outputs }), { uk: "uk-1.js" });
});

// Random letters, so that they do not get smaller.
const letters = (count) => Array.from({ length: count }, () => String.fromCharCode(33 + Math.random() * 90)).join("");
const exitCode = (launcher, chat, later, language = 0) =>
  report({
    launcher: letters(launcher),
    look: "",
    chunks: { "chat.js": letters(chat), "later.js": letters(later), "uk.js": letters(language), "nb.js": "" },
    onOpening: ["chat.js"],
    languages: { nb: "nb.js", uk: "uk.js" },
  });

test("the build fails when the launcher or the opening is too large, whatever comes later", () => {
  assert.equal(exitCode(4_000, 20_000, 60_000), 0);
  assert.equal(exitCode(8_000, 100, 0), 1);
  assert.equal(exitCode(100, 40_000, 0), 1);
  assert.equal(exitCode(100, 20_000, 0, 20_000), 1);
});
