import * as api from "./api.js";
import { newsBetween, Sound } from "./attention.js";
import { CallbackList } from "./callback_list.js";
import { Desk } from "./desk.js";
import { Live } from "./live.js";
import { notify } from "./notice.js";
import { Status } from "./status.js";
import { words } from "./strings.js";
import { keepTimes } from "./times.js";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const root = document.querySelector("[data-console]");
const news = document.querySelector("[data-news]");
const settings = JSON.parse(root.dataset.console);
const sound = new Sound();
const status = new Status(document.querySelector("[data-status]"), { sound });
const tell = (text, options) => notify(news, text, options);
const deskRoot = document.querySelector("[data-desk]");
const desk = deskRoot && new Desk(deskRoot, { ...settings, notify: tell, sound, refresh });
const requests = document.querySelector("[data-requests]");
const callbackList = requests && new CallbackList(requests, document.querySelector("[data-no-requests]"));

let before = null;
let lostAt = -1;
let fetching = null;
let again = false;
let opening;

/** Fetch the overview; calls that come meanwhile are one more fetch after this one. */
function refresh() {
  again = true;
  fetching ??= fetchOverview().finally(() => (fetching = null));
  return fetching;
}

async function fetchOverview() {
  while (again) {
    again = false;
    const begun = performance.now();
    try {
      const overview = await api.overview();
      // What was on its way when the network went says nothing of the network now.
      if (begun > lostAt) status.connect("open");
      show(overview);
    } catch (error) {
      failed(error);
    }
  }
}

function failed({ status: code }) {
  const isOut = code === 401 || code === 403;
  status.connect(isOut ? "out" : "lost");
  // Nobody reads a conversation on a screen that its adviser has left.
  if (deskRoot && isOut) deskRoot.hidden = true;
}

function show(overview) {
  if (deskRoot) deskRoot.hidden = false;
  status.show(overview);
  desk?.show(overview);
  callbackList?.show(overview);
  announce(newsBetween(before, overview));
  before = overview;
  refreshAt(overview.changes_at);
}

/** Show it at once when the chat opens or closes. */
function refreshAt(moment) {
  clearTimeout(opening);
  if (moment) opening = setTimeout(refresh, Math.min(Date.parse(moment) - Date.now() + 500, LONGEST_TIMER_MS));
}

function announce(kind) {
  if (!kind) return;
  sound.play(kind);
  if (kind !== "message") tell(words.news[kind]);
}

const live = new Live({
  // What was said does not wait for the overview, which may be under way again and again.
  changed: (ids) => Promise.all([desk?.update(ids), refresh()]),
  connection: (isOpen) => {
    if (isOpen) return desk?.resend();
    lostAt = performance.now();
    status.connect("lost");
  },
});

const SHORTCUTS = {
  KeyQ: () => desk?.focusQueue(),
  KeyN: () => desk?.next(),
  KeyV: () => desk?.focusTools(),
};
addEventListener("keydown", (event) => {
  const act = event.altKey && !event.ctrlKey && !event.metaKey && SHORTCUTS[event.code];
  if (!act || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act();
});

keepTimes(document);
live.start();
