// The pages beside the console say that an adviser is there; the console itself answers its stream.
import { beat } from "./api.js";

let isActive = true;
for (const deed of ["pointerdown", "keydown", "wheel"]) addEventListener(deed, () => (isActive = true), { passive: true });

// A worker's clock, since browsers let the timers of a tab in the background run once a minute only.
const clock = new Worker(new URL("presence_clock.js", import.meta.url));
clock.addEventListener("message", giveSign);
giveSign();

async function giveSign() {
  const doesSomething = isActive;
  isActive = false;
  try {
    await beat(doesSomething);
  } catch (error) {
    if (error.status === 401 || error.status === 403) clock.terminate();
  }
}
