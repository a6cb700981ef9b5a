import { readFile } from "node:fs/promises";

// What the widget never draws, but shows as the text it was written as: that is what becomes of it without these, too.
const NEVER_DRAWN = ["code", "fences", "html", "def", "table", "tag", "reflink", "codespan", "del"];
const METHOD = String.raw`(?!if|for|while)\w+\([\w,="]*\)\{(?:let|if)\b`;

// marked comes as one module whose last statements make a ready parser and renderer, which keeps them in the bundle
// although only the lexer is used. Without those statements, and without what is never drawn, nearly half of it falls away.
export const onlyTheLexer = {
  name: "only-the-lexer",
  setup({ onLoad }) {
    onLoad({ filter: /marked\.esm\.js$/ }, async ({ path }) => ({ contents: lexerOf(await readFile(path, "utf8"), path), loader: "js" }));
  },
};

function lexerOf(code, path) {
  const end = code.search(/var \w+=new \w+;function \w+\(\w,\w\)\{return \w+\.parse\(/);
  const lexer = /[{,](\w+) as Lexer[,}]/.exec(code)?.[1];
  if (end < 0 || !lexer) throw new Error(`${path}: not built as it was when this was written`);
  const kept = code.slice(0, end).replaceAll("this.options.pedantic", "false");
  return `${NEVER_DRAWN.reduce((left, name) => withoutMethod(left, name, path), kept)}export{${lexer} as Lexer};`;
}

function withoutMethod(code, name, path) {
  const method = new RegExp(String.raw`(?<=[;}])${name}\([\w,="]*\)\{(?:let|if)\b[\s\S]*?\}(?=${METHOD})`);
  if (!method.test(code)) throw new Error(`${path}: no method ${name}`);
  return code.replace(method, `${name}(){}`);
}
