// Sends what is kept, each entry once: the form's nonce lets the server know what came before.
import { discard, entries, keep } from "./store.js";

const WHO = "/offline/who.json";
const ALONE = "jiayuan-offline";

const offline = (why) => Object.assign(new Error(why), { isOffline: true });

export async function who() {
  const answer = await fetch(WHO, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!answer || !answer.ok) throw offline("nobody answers");
  return answer.json();
}

// A visitor's entries go with whoever holds the phone if they say so; an account's go with that account alone.
export const isMine = (entry, account, pressed) => entry.account === account || (pressed && entry.account === "");

async function post(entry, csrf) {
  const body = new FormData();
  entry.fields.forEach(([name, value]) => body.append(name, value));
  body.append("csrfmiddlewaretoken", csrf);
  const answer = await fetch(entry.url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { Accept: "application/json", "X-Jiayuan-Offline": entry.at },
  }).catch(() => null);
  if (!answer) throw offline("lost on the way");
  const said = await answer.json().catch(() => ({}));
  return { status: answer.status, said };
}

// Later again: nobody answers properly, too often, signed out, or the form's proof ran out. Otherwise somebody decides.
const isForLater = (status) => status >= 500 || status === 429 || status === 401;

const sentAs = (said) => ({ fields: [], shown: [], state: "sent", link: said.link || "", says: "", now: "" });
const spokenOf = (said) => ({ says: [said.title, said.detail].filter(Boolean).join(" "), now: said.now || "" });

// Resolves to the state in which it is kept.
async function sendOne(entry, csrf) {
  const { status, said } = await post(entry, csrf);
  const state = isForLater(status) ? "waiting" : status === 409 ? "conflict" : "refused";
  const kept = status < 300 ? sentAs(said) : { state, ...spokenOf(said) };
  await keep({ ...entry, ...kept });
  return kept.state;
}

// In the order in which they were entered. What has to wait keeps back what was entered after it on the same page: a stop
// that came before its round was set out would be refused.
async function sendAll(only) {
  const { account, csrf } = await who();
  const held = new Set();
  for (const entry of await entries()) {
    const wanted = only ? entry.nonce === only : entry.state === "waiting" && !held.has(entry.page);
    if (!wanted || entry.state === "sent" || !isMine(entry, account, Boolean(only))) continue;
    if ((await sendOne(entry, csrf)) === "waiting" && entry.page) held.add(entry.page);
  }
}

// One at a time over all pages and the worker. Resolves to whether the network answered.
export const send = (only = "") => alone(() => sendAll(only));

function alone(act) {
  const work = async () => {
    try {
      await act();
      return true;
    } catch (error) {
      if (error.isOffline) return false;
      throw error;
    }
  };
  return navigator.locks ? navigator.locks.request(ALONE, work) : work();
}

const GATHERING = /^(\/g\/\d+\/)[a-z-]+\/$/;
const STOP = /^\/round\/stops\/\d+\/$/;
const CASE = /^(\/(?:console\/)?cases\/[^/]+\/)([a-z_]+)\/$/;

// The page of the case an entry is about, or empty.
export function caseOf(entry) {
  const found = CASE.exec(entry.url);
  return found ? found[1] : "";
}

// Where one sees how it stands: the case, or the gathering; empty for what has no page yet.
export function pageOf(entry) {
  if (STOP.test(entry.url)) return entry.url;
  const found = GATHERING.exec(entry.url);
  return found ? found[1] : caseOf(entry);
}

export const canBecomeNote = (entry) => Boolean(caseOf(entry)) && !entry.url.endsWith("/note/") && entry.fields.some(([name, value]) => name === "words" && value);

export const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");

// What was meant as an act becomes a note on the case as it is now. Until that has arrived the act stays as it was, and
// remembers the proof of its note: asked again after a page that was closed half way, the server knows what came before.
export async function sendAsNote(entry) {
  const asked = { ...entry, noteNonce: entry.noteNonce || fresh() };
  await keep(asked);
  await alone(async () => {
    const { account, csrf } = await who();
    if (isMine(asked, account, true)) await sendNote(asked, csrf);
  });
}

async function sendNote(entry, csrf) {
  const words = entry.fields.find(([name]) => name === "words")[1];
  const nonce = entry.noteNonce;
  const note = { ...entry, nonce, fields: [["words", words], ["nonce", nonce]], url: `${caseOf(entry)}note/` };
  const { status, said } = await post(note, csrf);
  if (status >= 300) return keep({ ...entry, ...spokenOf(said) });
  await keep({ ...note, ...sentAs(said) });
  return discard(entry.nonce);
}

// Where the form can be filled in anew: the page it stood on, with the form of an act on a case open.
export function formPageOf(entry) {
  const act = CASE.exec(entry.url);
  if (STOP.test(entry.url)) return entry.url;
  const page = act && entry.url.startsWith("/console/") ? act[1] : entry.page || pageOf(entry);
  return act && page ? `${page.split("?")[0]}?do=${act[2]}` : page;
}
