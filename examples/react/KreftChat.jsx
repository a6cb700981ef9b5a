import { useEffect, useRef } from "react";

const WIDGET = "https://veiviser.example/widget.js";

/** Show the chat as long as this component is on the page. The script is fetched once; the conversation lives on over routes. */
export function KreftChat({ colour, topic, audience, onOpen, onClose, onUnread }) {
  const chat = useRef(null);

  useEffect(() => {
    if (document.querySelector(`script[src="${WIDGET}"]`)) return;
    const script = document.createElement("script");
    script.src = WIDGET;
    script.async = true;
    document.head.append(script);
  }, []);

  useEffect(() => {
    const element = chat.current;
    const listeners = {
      "kreft-chat:open": () => onOpen?.(),
      "kreft-chat:close": () => onClose?.(),
      "kreft-chat:unread": ({ detail }) => onUnread?.(detail.count),
    };
    for (const [name, listener] of Object.entries(listeners)) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) element.removeEventListener(name, listener);
    };
  }, [onOpen, onClose, onUnread]);

  return <kreft-chat ref={chat} data-colour={colour} data-topic={topic} data-audience={audience} />;
}
