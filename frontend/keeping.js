/* The page's side of away.js: asks for pages to be kept on this device, says when one is shown from there, and takes all of it away
   when somebody signs out or somebody else signs in. */
import { tell } from "./waiting.js";

const english = document.documentElement.lang === "en";
const say = english
  ? (at) => `No connection: this is the page as it was kept on this device at ${at}. Go on; what you enter waits here and is sent when the line returns.`
  : (at) => `Không có mạng: đây là trang đã lưu trên máy này lúc ${at}. Bạn cứ nhập; dữ liệu chờ trên máy và tự gửi khi có mạng.`;
const PAGES = "kv-away-pages", ASSETS = "kv-away-assets", WAITS = "kv-away-waits";
const OWNER = "kv.away.owner";

export async function emptied() {
  if (!("caches" in window)) return;
  localStorage.removeItem(OWNER);
  await Promise.all([PAGES, ASSETS, WAITS].map((name) => caches.delete(name)));
}

/* Before whom nobody knows (the session has ended, or the page is everybody's) only what is waited on stays. */
async function spared() {
  const pages = await caches.open(PAGES);
  for (const { url } of await pages.keys()) if (!(await caches.match(url, { cacheName: WAITS }))) await pages.delete(url);
}

function note(keptAt) {
  const at = new Date(keptAt).toLocaleString(english ? "en-GB" : "vi-VN", { dateStyle: "short", timeStyle: "short" });
  const place = document.createElement("div");
  Object.assign(place, { className: "kv-alert kv-tone-warning", role: "status" });
  place.dataset.away = "";
  const body = document.createElement("div");
  Object.assign(body, { className: "kv-alert-body", textContent: say(at) });
  place.append(body);
  document.querySelector("main").prepend(place);
  window.addEventListener("online", () => place.remove());
}

/* Once on each page, when everything that it needs is there. */
export async function keeping() {
  try {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    const account = document.body.dataset.account ?? "", owner = localStorage.getItem(OWNER);
    if (owner !== null && owner !== account) await (account ? emptied() : spared());
    const worker = document.querySelector("[data-kept-by]")?.dataset.keptBy;
    if (!worker || !account) return;
    localStorage.setItem(OWNER, account);
    navigator.serviceWorker.addEventListener("message", ({ data }) => data?.keptAt && note(data.keptAt));
    navigator.serviceWorker.controller?.postMessage({ ask: true });
    if (!navigator.onLine) return;
    const { active } = await navigator.serviceWorker.register(worker, { scope: "/" }).then(() => navigator.serviceWorker.ready);
    const assets = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]).filter((name) => name.includes("/static/build/"));
    active.postMessage({ keep: window.location.href, assets: [...new Set(assets)] });
    tell(active);
    document.documentElement.setAttribute("data-kept", "");
  } catch {
    /* a browser without a store works as ever, only not without a line */
  }
}
