// The service worker: the page of last resort, forms that could not be sent, and sending when the network is back.
// self.JIAYUAN (address of that page, shell files, version) stands above this text; the server puts it there.
import { onlyDraws } from "./again.js";
import { send } from "./send.js";
import { keepForm } from "./store.js";

const { page, shell, version } = self.JIAYUAN;
const CACHE = `jiayuan-${version}`;
const READS = "/offline/reads";

async function fill(cache) {
  await cache.addAll(shell);
  await cache.put(page, await fetch(page, { credentials: "same-origin", cache: "no-store" }));
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

// The page is drawn again when somebody reads in another language or in large type.
async function redraw(reads) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(READS);
  if (known && (await known.text()) === reads) return;
  const drawn = await fetch(page, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!drawn || !drawn.ok) return;
  await cache.put(page, drawn);
  await cache.put(READS, new Response(reads));
}

self.addEventListener("message", (event) => {
  if (event.data && event.data.reads) event.waitUntil(redraw(event.data.reads));
});

const lastResort = async () => (await caches.match(page)) || Response.error();

async function navigate(request) {
  try {
    return await fetch(request);
  } catch (_noNetwork) {
    return lastResort();
  }
}

const pageOf = (request) => (request.referrer.startsWith(self.location.origin) ? request.referrer.slice(self.location.origin.length).split("#")[0] : "");

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

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "POST" ? submit(request) : navigate(request));
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
