// The service worker: the page of last resort, pages that know their answers by themselves, forms that could not be
// sent, and sending when the network is back. self.JIAYUAN (addresses of those pages, shell files, version) stands above this text; the server puts it there.
import { onlyDraws } from "./again.js";
import { send } from "./send.js";
import { fact, keepForm } from "./store.js";

const { page, shell, away, version } = self.JIAYUAN;
const CACHE = `jiayuan-${version}`;
const READS = "/offline/reads";
const kept = away.flatMap((each) => [each.page, ...each.data]);
const today = () => new Date().toISOString().slice(0, 10);

// All of them or as many as come: none is worth staying without the page of last resort.
async function keepAway(cache) {
  const bring = (address) => fetch(address, { credentials: "same-origin", cache: "no-cache" }).then((drawn) => drawn.ok && cache.put(address, drawn));
  await Promise.all(kept.map((address) => bring(address).catch(() => {})));
}

async function fill(cache) {
  await cache.addAll(shell);
  await cache.put(page, await fetch(page, { credentials: "same-origin", cache: "no-store" }));
  await keepAway(cache);
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then(fill).then(() => self.skipWaiting()));
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("jiayuan-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// The pages are drawn again when somebody reads in another language or in large type, and once a day.
async function redraw(look) {
  const reads = `${look} ${today()}`;
  const cache = await caches.open(CACHE);
  const known = await cache.match(READS);
  if (known && (await known.text()) === reads) return;
  const drawn = await fetch(page, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!drawn || !drawn.ok) return;
  await cache.put(page, drawn);
  await keepAway(cache);
  await cache.put(READS, new Response(reads));
}

self.addEventListener("message", (event) => {
  if (event.data && event.data.reads) event.waitUntil(redraw(event.data.reads));
});

const lastResort = async () => (await caches.match(page)) || Response.error();

async function nearest(request) {
  const found = away.find((each) => each.instead === new URL(request.url).pathname);
  return (found && (await caches.match(found.page))) || lastResort();
}

const ours = (request) => fetch(request).catch(async () => (await caches.match(request)) || Response.error());

// A page that is needed on the road is kept as it was last seen, and shown to the account that saw it.
const KEEP = "X-Jiayuan-Keep";
const addressOf = (request) => new URL(request.url).pathname;

async function keepPage(request, answer) {
  if (!answer.ok || answer.redirected || answer.headers.get(KEEP) !== "page") return;
  const cache = await caches.open(CACHE);
  await cache.put(addressOf(request), answer);
}

async function keptPage(request) {
  const found = await caches.match(addressOf(request));
  if (!found || found.headers.get(KEEP) !== "page") return null;
  const account = await fact("account");
  const text = await found.clone().text();
  return account && text.includes(`data-account="${account}"`) ? found : null;
}

// What Back and Forward ask for may be allowed to come from the browser's own store alone, and most pages of ours are not
// to be stored: then they are asked for like any other.
const fresh = (request) => fetch(request.url, { credentials: "same-origin", cache: "no-cache", redirect: "manual" });
const asked = (request) => (isBack(request) ? fresh(request) : fetch(request));

async function navigate(request, waitUntil) {
  try {
    const answer = await asked(request);
    waitUntil(keepPage(request, answer.clone()));
    return answer;
  } catch (_noNetwork) {
    return (await keptPage(request).catch(() => null)) || nearest(request);
  }
}

const pageOf = (request) => (request.referrer.startsWith(self.location.origin) ? request.referrer.slice(self.location.origin.length).split("#")[0] : "");

// Back to the answer to a form: it is kept nowhere, and asking for it would send the form once more. Nothing got lost;
// the page that the form stood on is drawn instead, or the home page where that is no page of its own.
const isBack = (request) => request.isHistoryNavigation || request.cache === "only-if-cached";

async function back(request) {
  const stood = pageOf(request) || new URL(request.url).pathname;
  const drawn = await fetch(stood, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!drawn) return lastResort();
  return Response.redirect(drawn.ok ? stood : "/", 303);
}

// A form that was sent and got lost: its answer says that it is kept.
async function submit(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    if (onlyDraws(request.url)) return new Response(null, { status: 204 }); // the page stays as it is
    const entry = await copy.formData().then((data) => keepForm(request.url, data, { title: "", page: pageOf(request), shown: [] })).catch(() => null);
    if (!entry) throw error;
    if (self.registration.sync) await self.registration.sync.register("queue").catch(() => {});
    return Response.redirect(`${page}?kept=1`, 303);
  }
}

const sent = (request) => (isBack(request) ? back(request) : submit(request));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "POST" ? sent(request) : navigate(request, (work) => event.waitUntil(work)));
  else if (kept.includes(address.pathname)) event.respondWith(ours(request));
  else if (shell.includes(address.pathname)) event.respondWith(caches.match(request, { ignoreSearch: true }).then((found) => found || fetch(request)));
});

async function sendAndTell() {
  const reached = await send();
  const pages = await self.clients.matchAll({ includeUncontrolled: true });
  pages.forEach((each) => each.postMessage("queue"));
  if (!reached) throw new Error("not yet"); // the browser tries again later
}

self.addEventListener("sync", (event) => {
  if (event.tag === "queue") event.waitUntil(sendAndTell());
});
