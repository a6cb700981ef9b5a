import "deep-chat";

document.querySelector("#open").addEventListener("click", () => {
  const chat = document.createElement("deep-chat");
  chat.history = [{ text: "Hei. Hva lurer du på?", role: "ai" }];
  chat.connect = { handler: (_, { onResponse }) => onResponse({ text: window.answer }) };
  document.body.append(chat);
});
window.isOpen = () => document.querySelector("deep-chat")?.shadowRoot.querySelector("#text-input")?.getBoundingClientRect().height > 0;
window.ask = () => document.querySelector("deep-chat").submitUserMessage({ text: "Hvor lenge kan jeg få sykepenger?" });
