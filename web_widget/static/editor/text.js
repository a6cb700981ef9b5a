import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { markdown, insertNewlineContinueMarkup } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const marks = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--brand-strong)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.link, color: "var(--brand)" },
  { tag: tags.url, color: "var(--quiet)" },
]);
const looks = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--paper)", border: "1.5px solid var(--brand)", borderRadius: "0 0 10px 10px" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6", maxHeight: "min(36rem, 75vh)" },
  ".cm-content": { padding: ".75rem .5rem", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--tint)", color: "var(--quiet)", border: "0" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--line)" },
});

/** A Markdown editor; it lives behind a shadow root, where CodeMirror needs no inline styles. */
export class TextEditor {
  constructor(place, { text, label, readOnly, changed, moved, shortcuts = [] }) {
    this.root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
    this.changed = changed;
    this.moved = moved;
    this.label = label;
    this.readOnly = readOnly;
    this.shortcuts = shortcuts;
    this.view = new EditorView({ state: this.#state(text), parent: this.root, root: this.root });
  }

  get value() {
    return this.view.state.sliceDoc();
  }

  /** Put in another text, such as what somebody else wrote; it can be undone. */
  set value(text) {
    const { state } = this.view;
    if (text === this.value) return;
    this.#silent = true;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text } });
    this.#silent = false;
  }

  get line() {
    return this.view.state.doc.lineAt(this.view.state.selection.main.head).number;
  }

  name(label) {
    this.view.contentDOM.setAttribute("aria-label", label);
  }

  focus() {
    this.view.focus();
  }

  goTo(line) {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.focus();
  }

  get selected() {
    const { from, to } = this.view.state.selection.main;
    return this.view.state.sliceDoc(from, to);
  }

  replaceSelection(text) {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.focus();
  }

  /** Put marks around what is selected, or take them away again. */
  surround(mark) {
    const { from, to } = this.view.state.selection.main;
    const { doc } = this.view.state;
    const size = mark.length;
    const marked = doc.sliceString(from - size, from) === mark && doc.sliceString(to, to + size) === mark;
    this.view.dispatch(
      marked
        ? { changes: [{ from: from - size, to: from }, { from: to, to: to + size }], selection: { anchor: from - size, head: to - size } }
        : { changes: [{ from, insert: mark }, { from: to, insert: mark }], selection: { anchor: from + size, head: to + size } },
    );
    this.focus();
  }

  /** Begin each selected line with a mark, or take it away when all have it; `mark` may count. */
  prefix(mark) {
    const { doc, selection } = this.view.state;
    const first = doc.lineAt(selection.main.from).number;
    const last = doc.lineAt(selection.main.to).number;
    const lines = Array.from({ length: last - first + 1 }, (_, index) => doc.line(first + index));
    const known = /^(#{1,6} |[-*] |\d+\. |> )/;
    const wanted = lines.map((_, index) => (typeof mark === "function" ? mark(index) : mark));
    const all = lines.every((line, index) => line.text.startsWith(wanted[index]));
    const changes = lines.map((line, index) => ({
      from: line.from,
      to: line.from + (known.exec(line.text)?.[0].length ?? 0),
      insert: all ? "" : wanted[index],
    }));
    this.view.dispatch({ changes });
    this.focus();
  }

  undo() {
    undo(this.view);
    this.focus();
  }

  redo() {
    redo(this.view);
    this.focus();
  }

  #silent = false;

  #state(text) {
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        markdown({ addKeymap: false, completeHTMLTags: false }),
        syntaxHighlighting(marks),
        EditorView.lineWrapping,
        looks,
        text.includes("\r\n") ? EditorState.lineSeparator.of("\r\n") : [],
        EditorState.readOnly.of(this.readOnly),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": this.label, lang: "nb", spellcheck: "true", autocapitalize: "sentences", "aria-multiline": "true" }),
        // Tab leaves the text, as anywhere on a page; who writes by keyboard alone must get out.
        keymap.of([...this.shortcuts, { key: "Enter", run: insertNewlineContinueMarkup }, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !this.#silent) this.changed?.();
          if (update.selectionSet || update.docChanged) this.moved?.(this.line);
        }),
      ],
    });
  }
}
