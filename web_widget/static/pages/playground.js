const EVENTS = ["ready", "open", "close", "unread"];

const form = document.querySelector("[data-playground]");
const snippet = document.querySelector("[data-snippet]");
const events = document.querySelector("[data-events]");
const chat = () => document.querySelector("kreft-chat");

function chosen() {
  const fields = [...new FormData(form)].filter(([name]) => form.elements[name].checkValidity());
  return fields.map(([name, value]) => [`data-${name}`, value.trim()]);
}

function dress() {
  for (const [name, value] of chosen()) {
    if (value) chat()?.setAttribute(name, value);
    else chat()?.removeAttribute(name);
  }
  const settings = chosen().filter(([, value]) => value);
  const lines = [`src="${new URL("/widget.js", location)}"`, ...settings.map(([name, value]) => `${name}="${value}"`), "async"];
  snippet.textContent = `<script ${lines.join(" ")}></script>`;
}

// What counts from the first message on is only seen in a new conversation.
function beginAnew(event) {
  event.preventDefault();
  const old = chat();
  old?.remove();
  sessionStorage.removeItem("kreft-chat");
  document.body.append(old ?? document.createElement("kreft-chat"));
  dress();
  chat().open();
}

for (const name of EVENTS) {
  document.addEventListener(`kreft-chat:${name}`, ({ type, detail }) => {
    const item = document.createElement("li");
    item.textContent = detail ? `${type} ${JSON.stringify(detail)}` : type;
    events.append(item);
  });
}
form.addEventListener("input", dress);
form.addEventListener("submit", beginAnew);
form.querySelector('[data-act="open"]').addEventListener("click", () => chat()?.open());
form.querySelector('[data-act="close"]').addEventListener("click", () => chat()?.close());
customElements.whenDefined("kreft-chat").then(dress);
