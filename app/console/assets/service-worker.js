// Keeps the console's own files and the blank forms, for when there is no line. Never a page of a case: those are asked for afresh, and
// stay nowhere. SHELL and VERSION are put in by build.py.
const SHELF = `shell-${VERSION}`;
const BLANK = /^\/cases\/[^/]+\/do\/(\w+)$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  // Older shells stay until the forms that were made with them are replaced.
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch((lost) => withoutLine(pathname, request, lost)));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
});

self.addEventListener("message", (event) => {
  const language = event.data?.forms;
  if (language !== "en" && language !== "km") return;
  event.waitUntil(keepForms(language).then(() => event.source?.postMessage("kept"), () => undefined));
});

/** @param {string} address without its query */
const kept = (address) => caches.match(address, { ignoreSearch: true, ignoreVary: true });

/** @param {string} pathname @param {Request} request @param {Error} lost */
async function withoutLine(pathname, request, lost) {
  const act = request.method === "GET" ? BLANK.exec(pathname)?.[1] : undefined;
  const found = (act && (await kept(`/offline/forms/${act}`))) ?? (await kept("/offline"));
  if (!found) throw lost;
  return found;
}

/** Keep the blank forms in one language; the server's version says which. What a line that is cut leaves undone is done the next time. */
async function keepForms(language) {
  const answer = await fetch(`/offline/list?language=${language}`, { cache: "no-store" });
  const { version, paths } = await answer.json();
  const name = `forms-${language}-${version}`;
  await fill(name, paths);
  const others = (await caches.keys()).filter((other) => other !== name && other !== SHELF);
  await Promise.all(others.map((other) => caches.delete(other)));
}

/** @param {string} name @param {string[]} paths */
async function fill(name, paths) {
  const cache = await caches.open(name);
  for (const path of paths) {
    if (await cache.match(path, { ignoreVary: true })) continue;
    const page = await fetch(path, { cache: "no-store", credentials: "omit" });
    if (!page.ok || page.redirected) throw new Error("not a blank page");
    await cache.put(path, page);
  }
}
