{% load static %}// Beside the pages: what they are drawn with is kept, and without a connection those open that the pages kept.
const KEPT = "static-{{ release }}";
const MOST = 80;
const ANY = { ignoreVary: true };
const FIRST = [
  "{% static 'bootstrap/bootstrap.min.css' %}",
  "{% static 'css/site.css' %}",
  "{% static 'js/waiting.js' %}",
  "{% static 'js/offline.js' %}",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FIRST)).then(() => self.skipWaiting()));
});
// Of another release nothing stays: the pages kept by it neither.
self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

async function drawn(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const reply = await fetch(request);
  if (reply.ok) {
    await kept.put(request, reply.clone());
    const all = await kept.keys();
    for (const each of all.slice(0, Math.max(0, all.length - MOST))) await kept.delete(each);
  }
  return reply;
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const { pathname } = new URL(request.url);
    const found = (request.method === "GET" && (await caches.match(pathname, ANY))) || (await caches.match("/offline/", ANY));
    if (found) return found;
    throw fault;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(drawn(request));
});
