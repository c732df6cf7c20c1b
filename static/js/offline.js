// Pages for scoring open without a connection, as they stand without any answer; signing out forgets them, and offers to
// send or discard what waits.
const words = document.querySelector("[data-waits-here]").dataset;
const { waiting } = globalThis;
const reader = document.cookie.match(/(?:^|; )(?:__Host-)?reader=([^;]*)/)?.[1] ?? "";

async function leave(event) {
  const { target } = event;
  if (!target.matches("[action$='/sign-out/']") || target.dataset.sure) return;
  event.preventDefault();
  const found = await waiting.list({ withOwn: true }).catch(() => []);
  if (found.length && location.pathname !== words.address) return location.assign(`${words.address}?leaving`);
  target.dataset.sure = "yes";
  await forgetPages().catch(() => undefined);
  return target.submit();
}

const PAGES = "pages-";
const MOST = 12;
async function forgetPages(but = "") {
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== but) await caches.delete(name);
}

// A scoring page is kept as it stands without any answer; nothing else is kept of what somebody reads.
async function remember() {
  const pages = await caches.open(PAGES + reader);
  const { lang } = document.documentElement;
  const put = async (at, address, isFit) => {
    if ((await pages.match(at, { ignoreVary: true }))?.headers.get("Content-Language") === lang) return;
    const reply = await fetch(address);
    if (reply.ok && !reply.redirected && isFit(reply)) await pages.put(at, reply);
  };
  await put("/offline/", `/offline/?lang=${lang}`, () => true);
  if (document.querySelector("[data-score]")) {
    await put(location.pathname, `${location.pathname}?blank`, (reply) => reply.headers.has("Without-Answers"));
  }
  const kept = (await pages.keys()).filter((each) => new URL(each.url).pathname !== "/offline/");
  for (const each of kept.slice(0, Math.max(0, kept.length - MOST))) await pages.delete(each);
  // By now the worker keeps what passes it: what this page is drawn with, too.
  for (const each of document.querySelectorAll("link[href*='/static/'], script[src*='/static/']")) fetch(each.href || each.src);
}

async function workBeside() {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/service-worker.js");
  await serviceWorker.ready;
  if (!serviceWorker.controller) await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
  if (words.key) await remember();
}

document.addEventListener("submit", (event) => leave(event));
if (isSecureContext && "serviceWorker" in navigator) {
  forgetPages(PAGES + reader).catch(() => undefined);
  workBeside().catch(() => undefined);
}
