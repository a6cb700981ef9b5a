import { useState } from "react";
import { createRoot } from "react-dom/client";
import { KreftChat } from "./KreftChat.jsx";

/** The button may be pressed before the widget's script has come. */
async function openChat() {
  await customElements.whenDefined("kreft-chat");
  document.querySelector("kreft-chat")?.open();
}

function App() {
  const [page, setPage] = useState("forsiden");
  const [isOpen, setIsOpen] = useState(false);
  const [isWanted, setIsWanted] = useState(true);
  const go = (next) => {
    history.pushState(null, "", `#${next}`);
    setPage(next);
  };
  return (
    <>
      <h1>{page}</h1>
      <p role="status">{isOpen ? "Samtalen er åpen" : "Samtalen er lukket"}</p>
      <button onClick={() => go("kontakt")}>Kontakt</button>
      <button onClick={openChat}>Spør oss</button>
      <button onClick={() => setIsWanted(!isWanted)}>{isWanted ? "Ta bort" : "Sett inn"}</button>
      {isWanted && <KreftChat key={page} colour="#7a1f5c" onOpen={() => setIsOpen(true)} onClose={() => setIsOpen(false)} />}
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
