// Keeps the shell on this device: the page for when there is no line, and the files it asks for. They name nobody.
// A page about people is never kept: what is not in this list comes from the server or not at all.
const SCHIL = {{ schil|safe }};
const NAAM = "schil-{{ versie }}";
const ZONDER_LIJN = "{{ zonder_lijn }}";
const zoek = (wat) => caches.match(wat, { ignoreVary: true });

const haal = async (event) => (await event.preloadResponse) ?? fetch(event.request);

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const kast = await caches.open(NAAM);
  // Without cookies, so that the server does not know who asks.
  await kast.addAll(SCHIL.map((adres) => new Request(adres, { credentials: "omit" })));
{% if vast %}  // Such a file has its hash in its name: the browser takes it from what is kept, and does not ask this script.
  await event.addRoutes?.({ condition: { urlPattern: { pathname: "{{ bestanden }}*" } }, source: { cacheName: NAAM } });
{% endif %}  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const namen = await caches.keys();
  await Promise.all(namen.filter((naam) => naam !== NAAM).map((naam) => caches.delete(naam)));
  // The page is asked for while this script starts, which takes a phone as long as the line does.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(haal(event).catch(() => zoek(ZONDER_LIJN)));
  else if (SCHIL.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => zoek(request)));
});
