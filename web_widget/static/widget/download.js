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

function save(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
