/* Whether something that was entered on this page waits on the device for the line. The service worker (away.js) hears of it and keeps
   the page as long as it waits. */
const SETTLED_SECONDS = 5;
const reasons = new Set();
let told = null, timer = 0, isOver = false;

/* Also said again by keeping.js, when the worker is there at last. */
export function tell(worker = navigator.serviceWorker?.controller) {
  clearTimeout(timer);
  const waits = reasons.size > 0;
  if (isOver || !worker || waits === told) return;
  told = waits;
  worker.postMessage({ page: window.location.href, waits });
}

/* reason: what waits, by its key in the store. Said at once when it begins, and only after a while when it ends: who types with the
   line up costs the worker one word at the beginning and one at the end. */
export function waits(reason, does) {
  if (does) reasons.add(reason);
  else reasons.delete(reason);
  clearTimeout(timer);
  if (reasons.size) tell();
  else timer = setTimeout(() => tell(), SETTLED_SECONDS * 1000);
}

/* The account leaves: nothing of this page is kept from here on. */
export function over() {
  isOver = true;
}

window.addEventListener("pagehide", () => tell());
