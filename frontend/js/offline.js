// The page of last resort: what is kept, and a report form that works without network. Loaded there alone.
import { canBecomeNote, fresh, isMine, pageOf, send, sendAsNote } from "./offline/send.js";
import { discard, entries, fact } from "./offline/store.js";

const list = document.getElementById("kept");
const tell = () => document.dispatchEvent(new CustomEvent("jiayuan:queue"));

function photosOf(entry) {
  return entry.fields.filter(([, value]) => value instanceof Blob);
}

function wordsOf(entry) {
  const found = entry.fields.find(([name, value]) => name === "words" && value);
  return found ? found[1] : "";
}

// A report that will not do comes back into the form below, with its photos and answers; sent again it is the same one.
function correct(entry) {
  const form = document.getElementById("report-form");
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

const actions = {
  correct,
  send: (entry) => send(entry.nonce),
  note: (entry) => sendAsNote(entry),
  discard: (entry) => discard(entry.nonce),
};

function addresses(entry) {
  return { open: entry.state === "sent" ? entry.link : pageOf(entry) };
}

function row(entry) {
  const item = document.getElementById("kept-entry").content.firstElementChild.cloneNode(true);
  const put = (name, words) => {
    const place = item.querySelector(`[data-entry=${name}]`);
    place.textContent = words;
    place.hidden = !words;
  };
  put("title", entry.title || item.dataset.untitled);
  put("words", wordsOf(entry));
  put("at", new Date(entry.at).toLocaleString(document.documentElement.lang));
  put("photos", photosOf(entry).length ? `${item.dataset.photos} ${photosOf(entry).length}` : "");
  put("says", entry.says);
  item.querySelectorAll("[data-state]").forEach((each) => {
    each.hidden = !each.dataset.state.split(" ").includes(entry.state);
  });
  const open = item.querySelector("[data-open]");
  open.hidden = !addresses(entry).open;
  if (!open.hidden) open.href = addresses(entry).open;
  const note = item.querySelector("[data-act=note]");
  note.hidden = note.hidden || !canBecomeNote(entry);
  const again = item.querySelector("[data-act=correct]");
  again.hidden = again.hidden || entry.url !== document.getElementById("report-form").getAttribute("action");
  item.querySelectorAll("[data-act]").forEach((button) =>
    button.addEventListener("click", async () => {
      button.disabled = true;
      await actions[button.dataset.act](entry);
      button.disabled = false;
      tell();
    }),
  );
  return item;
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
  const form = document.getElementById("report-form");
  const category = [...form.elements.category_code.options].find((each) => each.value === asked.get("category"));
  if (category) category.selected = true;
  if (asked.get("q")) form.elements.words.value = asked.get("q");
  document.getElementById("just-kept").hidden = !asked.get("kept");
}

document.querySelector("#report-form [name=nonce]").value = fresh();
take();
show();
document.addEventListener("jiayuan:queue", show);
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
  document.getElementById("report-form").hidden = true; // one question a page
  form.addEventListener("jiayuan:kept", () => { form.hidden = true; });
}

offerCheck();
