import { ChatClient } from "./client.js";
import { Conversation } from "./conversation.js";
import { countOthers } from "./entries.js";
import { Panel } from "./panel.js";
import { readSettings } from "./settings.js";
import { wordsIn, wordsInOrBokmal } from "./words.js";

// «resume» is a frozen page that goes on.
const WAKING = ["visibilitychange", "resume"];

/** Set up the conversation and its panel inside a shadow root.
 * @param {{attribute: (name: string) => string?, site: string, language: string, store: Store, onClose: () => void,
 *   onUnread: (count: number) => void, onLanguage: (language: string) => void}} settings */
export async function createChat(root, { attribute, site, language, store, onClose, onUnread, onLanguage }) {
  const { api = new URL("api/v1/", site).href, audience, exitUrl, topic } = readSettings(attribute);
  const strings = await wordsInOrBokmal(language);
  const client = new ChatClient(api, () => store.state);
  const about = { locale: language, audience, page_url: `${location.origin}${location.pathname}` };
  const conversation = new Conversation({ client, store, about });
  const speakAs = (words) => {
    about.locale = words.language;
    panel.speak(words);
    onLanguage(words.language);
  };
  // What the user has chosen holds on every page of the tab.
  const speak = (words) => {
    store.update({ language: words.language });
    speakAs(words);
  };
  const panel = new Panel(root, { conversation, client, store, strings, site, exitUrl, speak, onClose });
  const wake = () => {
    if (document.visibilityState === "visible") conversation.wake({ online: navigator.onLine });
  };
  const lose = () => conversation.loseContact();
  const count = () => {
    const others = countOthers(conversation.entries);
    if (panel.isOpen && others !== store.state.seen) store.update({ seen: others });
    onUnread(Math.max(0, others - store.state.seen));
  };

  conversation.addEventListener("change", count);
  addEventListener("online", wake);
  addEventListener("offline", lose);
  for (const event of WAKING) document.addEventListener(event, wake);
  return {
    open(options) {
      const begun = conversation.begin();
      panel.open(options);
      count();
      // Not where the conversation is only shown again, on another page.
      if (topic && options.focus) begun.then(() => beginWith(topic, conversation));
    },
    begin: () => conversation.begin(),
    /** Come back from the back-forward cache, while another page of the tab may have gone on with the conversation. */
    revive() {
      panel.restoreDraft();
      conversation.revive();
    },
    /** Go on in the language of the page, or the one chosen on another page of the tab; where it does not come, as before. */
    speakIn: (language) => wordsIn(language).then(speakAs, () => {}),
    close: () => panel.close(),
    destroy() {
      removeEventListener("online", wake);
      removeEventListener("offline", lose);
      for (const event of WAKING) document.removeEventListener(event, wake);
      conversation.stop();
      panel.destroy();
    },
  };
}

/** Choose the page's topic for who has said nothing yet. */
function beginWith(topic, conversation) {
  const messages = conversation.entries.map(({ message }) => message);
  if (messages.length === 0 || messages.some(({ sender }) => sender === "user")) return;
  const buttons = messages.flatMap((message) => message.buttons ?? []);
  const button = buttons.find(({ payload }) => payload.startsWith("/choose_topic") && payload.includes(`"${topic}"`));
  if (button) conversation.choose(button);
  else console.warn(`kreft-chat: there is no topic "${topic}"`);
}
