import { ChatClient } from "./client.js";
import { Conversation } from "./conversation.js";
import { Panel } from "./panel.js";
import { chat as strings } from "./strings/nb.js";

/** Set up the conversation and its panel inside a shadow root.
 * @param {{api: string, site: string, locale: string, audience?: string, store: Store, onClose: () => void}} settings */
export function createChat(root, { api, site, locale, audience, store, onClose }) {
  const client = new ChatClient(api, () => store.state);
  const about = { locale, audience, page_url: `${location.origin}${location.pathname}` };
  const conversation = new Conversation({ client, store, about });
  const panel = new Panel(root, { conversation, store, strings, site, onClose });
  const wake = () => {
    if (document.visibilityState === "visible") conversation.wake();
  };

  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  return {
    open(options) {
      conversation.begin();
      panel.open(options);
    },
    close: () => panel.close(),
    destroy() {
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      conversation.stop();
      panel.destroy();
    },
  };
}
