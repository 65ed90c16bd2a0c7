/* The service worker: while the line is down, the roll of a class and a gradebook open as they were last seen on this device.
   Nothing else is answered from here. Always the network first; what may be kept says so itself (X-Kept-For), and all of it goes when
   somebody signs out or somebody else signs in (keeping.js). Names of children stay no longer than needed: three days, or as long as
   something that was entered on the page waits here for the line (waiting.js). Built as a file of its own: it imports nothing. */
const PAGES = "kv-away-pages", ASSETS = "kv-away-assets", WAITS = "kv-away-waits";
const MOST_PAGES = 30, MOST_ASSETS = 120, KEPT_DAYS = 3, WAITING_DAYS = 60, DAY = 864e5;
const served = new Map();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
tidy().catch(() => null);

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.includes("/static/build/")) event.respondWith(asset(event));
});

self.addEventListener("message", (event) => {
  const { keep: address, assets, ask, page: marked, waits } = event.data ?? {};
  if (ask) event.source.postMessage({ keptAt: served.get(event.source.id) ?? null });
  if (address) event.waitUntil(first(address, assets ?? []));
  if (marked) event.waitUntil(waits ? mark(marked) : unmark(marked));
});

async function page(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok && response.headers.get("X-Kept-For")) event.waitUntil(put(request.url, response.clone()));
    else if (response.type === "opaqueredirect" || response.status === 401) event.waitUntil(forget(request.url, { butWaiting: true }));
    else if ([403, 404].includes(response.status)) event.waitUntil(forget(request.url));
    return response;
  } catch (down) {
    await tidy();
    const kept = await caches.match(bare(request.url), { cacheName: PAGES });
    if (!kept) throw down;
    served.set(event.resultingClientId, keptAt(kept));
    return kept;
  }
}

async function asset(event) {
  const kept = await (await caches.open(ASSETS)).match(event.request.url);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(putAsset(event.request.url, response.clone()));
  return response;
}

/* A page that was open before this worker was: asked for once. */
async function first(address, assets) {
  const pages = await caches.open(PAGES), files = await caches.open(ASSETS);
  for (const one of assets) if (!(await files.match(one))) await putAsset(one, await fetch(one)).catch(() => null);
  if (await pages.match(bare(address))) return;
  const response = await fetch(address, { credentials: "same-origin", redirect: "error" }).catch(() => null);
  if (response?.ok && response.headers.get("X-Kept-For")) await put(address, response);
}

async function put(address, response) {
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", String(Date.now()));
  const pages = await caches.open(PAGES);
  await pages.delete(bare(address));
  await pages.put(bare(address), new Response(await response.blob(), { headers }));
  await tidy();
}

function keptAt(kept) {
  return Number(kept.headers.get("X-Kept-At"));
}

async function mark(address) {
  await (await caches.open(WAITS)).put(bare(address), new Response(String(Date.now())));
}

/* Nothing waits there any more: an old page gives way to a new one. */
async function unmark(address) {
  await (await caches.open(WAITS)).delete(bare(address));
  await tidy();
  await first(address, []);
}

async function doesWait(address) {
  const mark = await caches.match(address, { cacheName: WAITS });
  return Boolean(mark) && Date.now() - Number(await mark.text()) <= WAITING_DAYS * DAY;
}

/* What has outlived its days goes, and of the rest the oldest beyond the thirtieth; never a page that is waited on. */
async function tidy() {
  if (!(await caches.has(PAGES))) return;
  const pages = await caches.open(PAGES), free = [];
  for (const request of await pages.keys()) {
    if (await doesWait(request.url)) continue;
    const kept = await pages.match(request);
    if (kept && Date.now() - keptAt(kept) > KEPT_DAYS * DAY) await pages.delete(request);
    else free.push(request);
  }
  for (const request of free.slice(0, Math.max(free.length - MOST_PAGES, 0))) await pages.delete(request);
}

async function putAsset(address, response) {
  if (!response.ok) return;
  const files = await caches.open(ASSETS);
  await files.put(address, response);
  await trim(files, MOST_ASSETS);
}

/* butWaiting: where only the session has ended, what was entered still waits for the same person. */
async function forget(address, { butWaiting = false } = {}) {
  if (butWaiting && (await doesWait(bare(address)))) return;
  await (await caches.open(PAGES)).delete(bare(address));
}

/* The oldest go first: keys come in the order in which they were put. */
async function trim(cache, most) {
  const keys = await cache.keys();
  for (const one of keys.slice(0, Math.max(keys.length - most, 0))) await cache.delete(one);
}

function bare(address) {
  return address.split("#")[0];
}
