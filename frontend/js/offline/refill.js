// A page opened with #kept=<nonce>: the form that the entry was meant for, filled with what was kept, photos included.
// The page's own revision and nonce stay: what is sent from here is sent to the case as it is now.
import { notify } from "../say.js";
import { entries } from "./store.js";

const KEPT = /^#kept=([\w-]+)$/;
const OF_THE_PAGE = ["revision", "nonce", "csrfmiddlewaretoken"];
const LONG = 60000;

const pathOf = (address) => new URL(address, location.origin).pathname;

function choose(element, values) {
  if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
  else if (element.type !== "hidden" || !element.value) element.value = values[0];
}

function fillFiles(input, files) {
  const carried = new DataTransfer();
  files.forEach((each) => carried.items.add(each));
  input.files = carried.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function fill(form, entry) {
  const names = [...new Set(entry.fields.map(([name]) => name))].filter((name) => !OF_THE_PAGE.includes(name));
  names.forEach((name) => {
    const values = entry.fields.filter(([each]) => each === name).map(([, value]) => value);
    const elements = [...form.elements].filter((each) => each.name === name);
    if (values[0] instanceof Blob) elements.filter((each) => each.type === "file").forEach((each) => fillFiles(each, values));
    else elements.forEach((each) => choose(each, values));
  });
}

// Several forms may lead to one address; what they ask for stands in a hidden field.
function isOfItsKind(form, entry) {
  const what = entry.fields.find(([name]) => name === "what");
  return Boolean(what && form.elements.what && form.elements.what.value === what[1]);
}

// Whatever hides the form opens, and what is typed first gets the focus.
function show(form) {
  for (let each = form.parentElement; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  form.scrollIntoView({ block: "center" });
  form.querySelector("textarea, input:not([type=hidden]):not([type=file]), select")?.focus({ preventScroll: true });
}

export async function refill(place, isMine) {
  const found = KEPT.exec(location.hash);
  const entry = found && (await entries()).find((each) => each.nonce === found[1]);
  if (!entry || entry.state === "sent" || !isMine(entry, place.dataset.account, true)) return;
  const forms = [...document.forms].filter((each) => each.method === "post" && pathOf(each.action) === pathOf(entry.url) && each.elements.nonce);
  const form = forms.find((each) => isOfItsKind(each, entry)) || forms[0];
  if (!form) {
    notify(place.dataset.gone, "warning", LONG);
    return;
  }
  fill(form, entry);
  form.dataset.keep = ""; // it goes the way of what is kept, so that the entry stays until another stands in its place
  form.dataset.instead = entry.nonce;
  if (entry.title) form.dataset.title = entry.title;
  show(form);
  notify(place.dataset.filled, "info");
}
