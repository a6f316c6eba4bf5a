// The console by keyboard: j and k walk the rows of [data-rows], Enter opens, x ticks, / goes to the search box.
const OPEN = "[data-open], a.row-open, a[href]";

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent !== null);
}

function current() {
  const focused = document.activeElement && document.activeElement.closest("[data-row]");
  return focused || document.querySelector("[data-row][data-current]");
}

function select(row) {
  document.querySelectorAll("[data-row][data-current]").forEach((other) => other.removeAttribute("data-current"));
  row.setAttribute("data-current", "");
  const link = row.querySelector(OPEN);
  if (link) link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  select(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  return true;
}

function open() {
  const row = current();
  const link = row && document.activeElement === document.body && row.querySelector(OPEN);
  if (link) link.click();
  return Boolean(link);
}

function tick() {
  const row = current();
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.click();
  return Boolean(box);
}

function search() {
  const box = [...document.querySelectorAll("[data-search]")].find((each) => each.offsetParent !== null);
  if (box) {
    box.focus();
    box.select();
  }
  return Boolean(box);
}

const KEYS = { j: () => walk(1), k: () => walk(-1), Enter: open, x: tick, "/": search };

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape" && event.target.matches("[data-search]")) event.target.blur();
      return;
    }
    const does = KEYS[event.key];
    if (does && does()) event.preventDefault();
  });
}
