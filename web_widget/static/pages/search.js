import { ChatClient } from "../widget/client.js";
import { Store, tabStorage } from "../widget/store.js";
import { features } from "../widget/strings/features/nb.js";
import { SuggestionBox } from "../widget/suggest.js";

const strings = { ...features, language: "nb" };
const client = new ChatClient(new URL("/api/v1/", location).href);

/** Suggest articles in a search field; without this it is a form like any other. */
function suggestIn(field) {
  // A search field may not be a combobox, a text field may.
  field.type = "text";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  const { element } = new SuggestionBox({
    field,
    ask: (text, signal) => (new Store(tabStorage()).state.suggest ? client.suggest(text, null, signal) : []),
    choose: ({ url }) => location.assign(url),
    strings,
  });
  field.after(element);
}

for (const field of document.querySelectorAll(".search input")) suggestIn(field);
