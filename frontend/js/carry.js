// Another language or look is a new page: what was typed until then goes with it, in this tab, once. Photos and passwords do not.
const KEY = "jiayuan:typed";
const FIELDS = "main form[method=post] :is(input, select, textarea)[name]";
const LEFT = "[type=file], [type=password], [name=csrfmiddlewaretoken], [name=nonce], [name=revision]";

const page = () => location.pathname + location.search;
const fields = () => [...document.querySelectorAll(FIELDS)].filter((each) => !each.matches(LEFT));

function keep(event) {
  if (!["language", "theme"].includes(event.submitter?.name) || event.submitter.hasAttribute("formaction")) return;
  const typed = fields().map((each) => [each.name, each.value, each.checked]);
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ page: page(), typed }));
  } catch {
    // Without a store the page comes back as it was first served.
  }
}

function taken() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return kept;
  } catch {
    return null;
  }
}

function fill(field, [name, value, checked]) {
  if (field.name !== name) return;
  if (["radio", "checkbox"].includes(field.type)) field.checked = checked;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function carrying() {
  document.addEventListener("submit", keep, true);
  const kept = taken();
  if (kept?.page !== page()) return;
  fields().forEach((field, at) => kept.typed[at] && fill(field, kept.typed[at]));
}
