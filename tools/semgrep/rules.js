function faults(box, text, window) {
  // ruleid: html-from-text
  box.innerHTML = text;
  // ruleid: html-from-text
  box.insertAdjacentHTML("beforeend", text);
  // ok: html-from-text
  box.textContent = text;
  // ruleid: code-from-text
  eval(text);
  // ruleid: code-from-text
  setTimeout("run()", 10);
  // ok: code-from-text
  setTimeout(faults, 10);
  // ruleid: message-from-anywhere
  window.addEventListener("message", faults);
}
