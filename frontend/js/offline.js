// The page of last resort: what is kept, and a report form that works without network. Loaded there alone.
import { canBecomeNote, formPageOf, fresh, isMine, pageOf, send, sendAsNote, who } from "./offline/send.js";
import { discard, entries, fact } from "./offline/store.js";
import { notify, say } from "./say.js";

const list = document.getElementById("kept");
const reportForm = document.getElementById("report-form");
const tell = () => document.dispatchEvent(new CustomEvent("jiayuan:queue"));

function photosOf(entry) {
  return entry.fields.filter(([, value]) => value instanceof Blob).map(([, value]) => value);
}

// What was typed, label and text; where only the worker saw the form, its words.
function shownOf(entry) {
  if (entry.shown && entry.shown.length) return entry.shown;
  return entry.fields.filter(([name, value]) => name === "words" && value).map(([, value]) => ["", value]);
}

const isReport = (entry) => entry.url === reportForm.getAttribute("action");

// Its own form, with what can be chosen now; without network a report comes into the form below.
function formOf(entry) {
  const code = entry.fields.find(([name]) => name === "category_code");
  return isReport(entry) && code ? `${entry.url}?category=${encodeURIComponent(code[1])}` : formPageOf(entry);
}

// This page may stand at the very address of the form, in its place: then that is asked for anew.
function open(address, entry) {
  const isHere = location.pathname + location.search === address;
  location.assign(`${location.origin}${address}#kept=${entry.nonce}`);
  if (isHere) location.reload();
}

async function correct(entry) {
  if (await look()) open(formOf(entry), entry);
  else if (isReport(entry)) fillBelow(entry);
  else notify(say("offline"), "error");
}

// With its photos and answers; sent again it is the same one.
function fillBelow(entry) {
  const form = reportForm;
  const extra = document.getElementById("report-extra");
  form.reset();
  extra.replaceChildren();
  const photos = new DataTransfer();
  entry.fields.forEach(([name, value]) => {
    if (value instanceof Blob) photos.items.add(value);
    else if (form.elements[name]) form.elements[name].value = value;
    else extra.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  });
  setTimeout(() => {
    // After the picker has emptied itself.
    const picker = form.querySelector("input[type=file]");
    picker.files = photos.files;
    picker.dispatchEvent(new Event("change"));
  });
  form.scrollIntoView();
  form.elements.words.focus();
}

const copied = (entry) => shownOf(entry).map(([label, text]) => (label ? `${label} ${text}` : text)).join("\n");

async function copy(entry) {
  await navigator.clipboard.writeText(copied(entry));
  notify(say("copied"), "success");
}

function question(item, isAsked) {
  item.querySelector("[data-ways]").hidden = isAsked;
  item.querySelector("[data-question]").hidden = !isAsked;
  item.querySelector(isAsked ? "[data-act=spare]" : "[data-act=ask]").focus();
}

// Those that leave the list as it is, and those after which it is drawn anew.
const here = { correct, copy, ask: (_entry, item) => question(item, true), spare: (_entry, item) => question(item, false) };
const changing = {
  send: (entry) => send(entry.nonce),
  note: (entry) => sendAsNote(entry),
  discard: (entry) => discard(entry.nonce),
};

const canBe = {
  note: canBecomeNote,
  correct: (entry) => Boolean(formOf(entry)),
  copy: (entry) => Boolean(navigator.clipboard && copied(entry)),
};

const made = (tag, words, className = "") => Object.assign(document.createElement(tag), { textContent: words, className });

function pictureOf(photo, label) {
  const picture = document.createElement("img");
  const frame = made("span", "", "photo");
  picture.alt = label;
  picture.src = URL.createObjectURL(photo);
  picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
  frame.append(picture);
  return frame;
}

function typed(item, entry) {
  const lines = shownOf(entry);
  const photos = photosOf(entry);
  const terms = lines.flatMap(([label, text]) => [made("dt", label || "", "quiet text-sm"), made("dd", text, "whitespace-pre-line break-words")]);
  item.querySelector("[data-shown]").append(...terms.filter((each) => each.tagName === "DD" || each.textContent));
  item.querySelector("[data-pictures]").append(...photos.map((each, index) => pictureOf(each, `${item.dataset.photo} ${index + 1}`)));
  item.querySelector("[data-typed]").hidden = !lines.length && !photos.length;
}

function listen(button, entry, item) {
  const { act } = button.dataset;
  button.hidden = button.hidden || Boolean(canBe[act] && !canBe[act](entry));
  button.addEventListener("click", async () => {
    if (here[act]) return void here[act](entry, item);
    button.disabled = true;
    await changing[act](entry);
    button.disabled = false;
    tell();
  });
}

function row(entry) {
  const item = document.getElementById("kept-entry").content.firstElementChild.cloneNode(true);
  const put = (name, words) => {
    const place = item.querySelector(`[data-entry=${name}]`);
    place.textContent = words;
    place.hidden = !words;
  };
  put("title", entry.title || item.dataset.untitled);
  put("at", new Date(entry.at).toLocaleString(document.documentElement.lang));
  put("says", entry.says);
  put("now", entry.now || "");
  item.querySelector("[data-now]").hidden = !entry.now;
  typed(item, entry);
  item.querySelectorAll("[data-state]").forEach((each) => {
    each.hidden = !each.dataset.state.split(" ").includes(entry.state);
  });
  const open = item.querySelector("[data-open]");
  const address = entry.state === "sent" ? entry.link : pageOf(entry);
  open.hidden = !address;
  if (address) open.href = address;
  item.querySelectorAll("[data-act]").forEach((button) => listen(button, entry, item));
  return item;
}

// Whether somebody answers: the browser alone does not know. The heading says so.
async function look() {
  const reached = navigator.onLine && (await who().then(() => true, () => false));
  document.querySelectorAll("[data-net]").forEach((each) => {
    each.hidden = (each.dataset.net === "there") !== reached;
  });
  return reached;
}

async function show() {
  const account = (await fact("account")) || "";
  const found = await entries();
  const mine = found.filter((entry) => isMine(entry, account, true));
  list.replaceChildren(...mine.map(row));
  document.getElementById("kept-none").hidden = mine.length > 0;
  const others = document.getElementById("kept-others");
  others.hidden = mine.length === found.length;
  others.querySelector("button").onclick = async () => {
    await Promise.all(found.filter((entry) => !mine.includes(entry)).map((entry) => discard(entry.nonce)));
    tell();
  };
}

// What the address asked for, where the report form itself could not be reached.
function take() {
  const asked = new URLSearchParams(window.location.search);
  const form = reportForm;
  const category = [...form.elements.category_code.options].find((each) => each.value === asked.get("category"));
  if (category) category.selected = true;
  if (asked.get("q")) form.elements.words.value = asked.get("q");
  document.getElementById("just-kept").hidden = !asked.get("kept");
}

reportForm.elements.nonce.value = fresh();
take();
show();
look();
document.addEventListener("jiayuan:queue", show);
window.addEventListener("online", look);
window.addEventListener("offline", look);
document.addEventListener("jiayuan:kept", () => {
  document.getElementById("report-extra").replaceChildren();
  show();
});

// Somebody scanned the code of a gathering and this page came instead: the address says all that has to be kept.
const SCANNED = /^(\/g\/\d+\/)(in|out)\/([A-Za-z2-7]{10})\/$/;

function offerCheck() {
  const found = SCANNED.exec(location.pathname);
  const form = document.getElementById("check-form");
  if (!found || !form) return;
  form.action = `${found[1]}check/`;
  form.elements.nonce.value = fresh();
  form.elements.way.value = found[2];
  form.elements.code.value = found[3];
  form.querySelectorAll("[data-way]").forEach((each) => { each.hidden = each.dataset.way !== found[2]; });
  form.dataset.title = form.querySelector("h2 [data-way]:not([hidden])").textContent;
  form.hidden = false;
  reportForm.hidden = true; // one question a page
  form.addEventListener("jiayuan:kept", () => { form.hidden = true; });
}

offerCheck();
