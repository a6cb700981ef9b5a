const HEAD = /^---[ \t]*\r?\n(?:[\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)/;

/** Divide an article's text into its front matter and what is written below it. */
export function divide(text) {
  const head = HEAD.exec(text)?.[0] ?? "";
  return { head, body: text.slice(head.length) };
}

/** Count the lines that stand above the body. */
export function linesOf(head) {
  return head.split("\n").length - 1;
}

/** Give the numbers of the lines that begin a section. */
export function headings(body) {
  let fenced = false;
  return body.split("\n").flatMap((line, index) => {
    if (/^(```|~~~)/.test(line)) fenced = !fenced;
    return !fenced && line.startsWith("## ") ? [index + 1] : [];
  });
}
