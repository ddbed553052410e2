// Keeps the shell of the street log, and nothing else: no page, no answer of the server. FILES and VERSION stand above.

const CACHE = `street-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await Promise.all(
        FILES.map(async (file) => {
          const answer = await fetch(file, { cache: "no-cache", redirect: "error" });
          if (!answer.ok) throw new Error(file);
          await cache.put(file, answer);
        }),
      );
    })(),
  );
});

// Another version takes over when the log is locked, or when it is opened next: never in the middle of a shift.
self.addEventListener("message", (event) => {
  if (event.data === "now") event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("street-") && name !== CACHE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (!FILES.includes(address.pathname)) return;
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(address.pathname)) ?? fetch(event.request)));
});
