import { el } from "./dom.js";

/** A button that saves the user's own copy of the conversation. */
export function downloadButton({ conversation, strings, tell }) {
  const download = async () => {
    try {
      save(await conversation.transcript(), strings.downloadName);
      tell("");
    } catch {
      tell(strings.downloadFailed);
    }
  };
  return el("button", { type: "button", onclick: download }, strings.download);
}

/** Give a text to the user as a file. */
export function save(text, name, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
