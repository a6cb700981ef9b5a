import * as api from "./api.js";
import { words } from "./strings.js";

const SOON_MS = 1000;
const LATER_MS = 20_000;
const LEARNING = ["training", "testing", "loading"];

/** Say when the bot has taken a publication into use, or why it has not. */
export function followRelease(place) {
  let told = null;
  const look = async () => {
    let wait = LATER_MS;
    try {
      const found = await api.get(place.dataset.url);
      const { text, soon } = said(found);
      if (text !== told) place.textContent = told = text;
      place.hidden = false;
      if (soon) wait = SOON_MS;
    } catch {
      place.hidden = true;
    }
    setTimeout(look, wait);
  };
  look();
}

export function said({ release, wanted, failed, training }) {
  if (failed && failed.release >= wanted) return { text: words.release.failed(wanted, release, failed.reason ?? ""), soon: false };
  if (release < wanted) return { text: words.release.building(wanted), soon: true };
  if (LEARNING.includes(training?.state)) return { text: words.release.training(Math.round(100 * training.progress)), soon: true };
  if (training?.state === "failed") return { text: words.release.trainingFailed(training.reason ?? ""), soon: false };
  return { text: words.release.live(release), soon: false };
}
