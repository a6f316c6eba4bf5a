// Pages that keep what is entered: forms with a nonce when the network is missing, and the line that says how much waits.
import { notify, say } from "../say.js";
import { onlyDraws } from "./again.js";
import { refill } from "./refill.js";
import { fresh, isMine, send } from "./send.js";
import { spokenOf } from "./spoken.js";
import { discard, entries, fact, keepForm, remember } from "./store.js";

const line = () => document.getElementById("offline-line");
const REGISTER_AFTER = 1500;

// The page of last resort was drawn for nobody; whose phone it is stands in the store.
const reader = async (place) => ("nobody" in place.dataset ? (await fact("account")) || "" : place.dataset.account);

async function show() {
  const place = line();
  if (!place) return;
  const account = await reader(place);
  const mine = (await entries()).filter((entry) => isMine(entry, account, true));
  const waiting = mine.filter((entry) => entry.state === "waiting").length;
  const stuck = mine.filter((entry) => entry.state === "conflict" || entry.state === "refused").length;
  place.hidden = !(waiting || stuck);
  place.querySelector("[data-waiting]").hidden = !waiting;
  place.querySelector("[data-stuck]").hidden = !stuck;
  place.querySelectorAll("[data-count]").forEach((each) => {
    each.textContent = each.dataset.count === "stuck" ? stuck : waiting;
  });
}

export async function sendNow(only) {
  const reached = await send(only);
  await show();
  document.dispatchEvent(new CustomEvent("jiayuan:queue"));
  return reached;
}

function askForSync() {
  navigator.serviceWorker?.ready.then((ready) => ready.sync && ready.sync.register("queue")).catch(() => {});
}

// What the line on the page of last resort is called: as the form says, or as the page it stands on.
function titleOf(form) {
  const heading = document.querySelector("h1");
  return form.dataset.title || (heading ? heading.textContent.trim() : document.title);
}

// What was sent anew from its own form leads on to what became of it, or back to the list where that says why not.
async function follow(nonce) {
  const found = (await entries()).find((each) => each.nonce === nonce);
  const list = line().querySelector("a").href;
  location.assign(found && found.state === "sent" && found.link ? found.link : list);
}

async function keepSubmitted(form, submitter) {
  const data = new FormData(form);
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  const about = { title: titleOf(form), page: location.pathname + location.search, shown: spokenOf(form) };
  const entry = await keepForm(form.action, data, about);
  if (!entry) return;
  const { instead } = form.dataset;
  if (instead && instead !== entry.nonce) await discard(instead);
  askForSync();
  await show();
  const reached = navigator.onLine && (await sendNow());
  if (reached && instead) await follow(entry.nonce);
  if (!reached) notify(line().dataset.kept, "info");
  makeReady(form);
  window.scrollTo(0, 0);
}

// Only the network can draw it again. What was typed stays where it is, and nothing goes that nobody meant to send.
function stay(form) {
  notify(say("offline"), "error");
  setTimeout(() => form.dispatchEvent(new CustomEvent("jiayuan:stays", { bubbles: true })));
}

// For the next filling; an act on a case, which fits once, goes from sight.
function makeReady(form) {
  form.reset();
  form.elements.nonce.value = fresh();
  form.hidden = Boolean(form.elements.revision);
  form.dispatchEvent(new CustomEvent("jiayuan:kept", { bubbles: true }));
}

function onSubmit(event) {
  const form = event.target;
  const mayKeep = form.method === "post" && form.elements.nonce && !form.hasAttribute("hx-post") && line();
  if (!mayKeep || event.defaultPrevented || (navigator.onLine && !("keep" in form.dataset))) return;
  event.preventDefault();
  if (onlyDraws(event.submitter ? event.submitter.formAction : form.action)) stay(form);
  else keepSubmitted(form, event.submitter);
}

function register() {
  if (!("serviceWorker" in navigator)) return;
  const place = line();
  navigator.serviceWorker
    .register(place.dataset.worker)
    .then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active.postMessage({ reads: document.documentElement.lang + document.documentElement.className }))
    .catch(() => {});
  navigator.serviceWorker.addEventListener("message", (event) => event.data === "queue" && sendShown());
}

const sendShown = () => show().then(() => document.dispatchEvent(new CustomEvent("jiayuan:queue")));

export async function keeping() {
  const place = line();
  if (!place || !window.indexedDB) return;
  document.addEventListener("submit", onSubmit);
  window.addEventListener("online", () => sendNow());
  try {
    // The page of last resort was drawn for nobody: it must not pass for a visitor's.
    if (!("nobody" in place.dataset)) await remember("account", place.dataset.account);
    await show();
    await refill(place, isMine);
    if ((await entries()).some((entry) => entry.state === "waiting") && navigator.onLine) await sendNow();
  } catch (_closed) {
    return; // private windows of some browsers keep nothing
  }
  setTimeout(register, REGISTER_AFTER);
}
