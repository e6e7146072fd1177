/*
 * Keeps two kinds of page readable without a network, once they were seen: a pass and
 * one's own timetable of a session, with the scripts and styles they need. Network
 * first: the copy is shown only when the server cannot be reached. Nothing else is ever
 * kept. The address of this file names the build; a new build begins with empty
 * caches, and so does whoever signs in or out.
 */
const build = new URL(self.location.href).searchParams.get("build") ?? "";
const cacheName = `duijie-${build}`;
const keptPage = /^\/(?:pass\/[\w-]+|sessions\/[0-9a-f-]{36}\/mine)$/;
const isAsset = (path) => path.startsWith("/assets/") || path === "/favicon.svg";
const dataOf = (path) => `${path}.data`;
const pageOf = (path) => (path.endsWith(".data") ? path.slice(0, -".data".length) : path);

/** The clients whose page came from the cache, to be told when they ask. */
const shownFromCopy = new Set();

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(dropCaches((name) => name !== cacheName).then(() => self.clients.claim()));
});

async function dropCaches(isOut) {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith("duijie-") && isOut(name))
      .map((name) => caches.delete(name)),
  );
}

/** Keeps a page, its data and its assets; what is no page for this person any more is dropped. */
async function keep(path, assets) {
  const cache = await caches.open(cacheName);
  const [page, data] = await Promise.all([
    fetch(path, { headers: { Accept: "text/html" }, redirect: "manual" }),
    fetch(dataOf(path), { redirect: "manual" }),
  ]);
  if (page.status !== 200 || data.status !== 200) {
    await Promise.all([cache.delete(path), cache.delete(dataOf(path))]);
    return;
  }
  const html = await page.clone().text();
  await Promise.all([cache.put(path, page), cache.put(dataOf(path), data)]);
  const named = html.match(/\/assets\/[\w.$~@()-]+/g) ?? [];
  const wanted = [...new Set([...named, ...assets, "/favicon.svg"])].filter(isAsset);
  await Promise.all(
    wanted.map(async (asset) => {
      if (await cache.match(asset)) return;
      const answer = await fetch(asset);
      if (answer.status === 200) await cache.put(asset, answer);
    }),
  );
}

self.addEventListener("message", (event) => {
  const { keep: path, assets } = event.data ?? {};
  if (typeof path !== "string" || !keptPage.test(path) || !event.source) return;
  if (shownFromCopy.delete(event.source.id)) event.source.postMessage({ fromCopy: true });
  else event.waitUntil(keep(path, Array.isArray(assets) ? assets : []).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && /^\/sign-(?:in|out)(?:\.data)?$/.test(pathname)) {
    event.waitUntil(dropCaches(() => true));
    return;
  }
  if (request.method !== "GET") return;
  if (isAsset(pathname)) event.respondWith(assetOf(request, pathname));
  else if (keptPage.test(pageOf(pathname))) event.respondWith(pageFor(event, pathname));
});

/** Assets carry a hash in their name: a copy is as good as the original. */
async function assetOf(request, path) {
  const copy = await caches.match(path);
  return copy ?? fetch(request);
}

async function pageFor(event, path) {
  try {
    return await fetch(event.request);
  } catch (error) {
    const copy = await caches.match(path);
    if (!copy) throw error;
    if (event.request.mode === "navigate") shownFromCopy.add(event.resultingClientId);
    return copy;
  }
}
