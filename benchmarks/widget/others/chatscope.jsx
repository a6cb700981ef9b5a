import "@chatscope/chat-ui-kit-styles/dist/default/styles.min.css";
import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from "@chatscope/chat-ui-kit-react";
import { useState } from "react";
import { createRoot } from "react-dom/client";

function Chat() {
  const [messages, setMessages] = useState(["Hei. Hva lurer du på?"]);
  window.ask = () => setMessages([...messages, "Hvor lenge kan jeg få sykepenger?", window.answer]);
  return (
    <div style={{ height: 600, width: 400 }}>
      <MainContainer>
        <ChatContainer>
          <MessageList>
            {messages.map((message, place) => (
              <Message key={place} model={{ message, direction: place === 1 ? "outgoing" : "incoming", position: "single" }} />
            ))}
          </MessageList>
          <MessageInput placeholder="Skriv" />
        </ChatContainer>
      </MainContainer>
    </div>
  );
}

document.querySelector("#open").addEventListener("click", () => createRoot(document.querySelector("#place")).render(<Chat />));
window.isOpen = () => document.querySelector(".cs-message-input")?.getBoundingClientRect().height > 0;
