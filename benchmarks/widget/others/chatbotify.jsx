import ChatBot from "react-chatbotify";
import { createRoot } from "react-dom/client";

const flow = { start: { message: "Hei. Hva lurer du på?", path: "answer" }, answer: { message: () => window.answer, path: "answer" } };

createRoot(document.querySelector("#place")).render(<ChatBot flow={flow} settings={{ general: { embedded: false }, chatHistory: { storageType: "SESSION_STORAGE" } }} />);
document.querySelector("#open").addEventListener("click", () => document.querySelector(".rcb-toggle-button").click());
window.isOpen = () => document.querySelector(".rcb-chat-input-textarea")?.getBoundingClientRect().height > 0;
window.ask = () => {
  const field = document.querySelector(".rcb-chat-input-textarea");
  field.value = "Hvor lenge kan jeg få sykepenger?";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector(".rcb-send-button").dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
};
