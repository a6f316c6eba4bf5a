// What a form says, as its reader sees it: labels beside what was typed or chosen. For the list of what is kept.
const plain = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

const labelOf = (element) => plain(element.labels && element.labels[0]) || element.getAttribute("aria-label") || element.name;

function choiceOf(element) {
  if (!element.checked) return null;
  const legend = plain(element.closest("fieldset")?.querySelector("legend"));
  return [legend, labelOf(element)];
}

function lineOf(element) {
  if (!element.name || element.disabled || ["hidden", "file", "submit", "button", "password"].includes(element.type)) return null;
  if (element.type === "radio" || element.type === "checkbox") return choiceOf(element);
  const said = element.tagName === "SELECT" ? [...element.selectedOptions].filter((each) => each.value).map(plain).join(", ") : element.value;
  return said ? [labelOf(element), said] : null;
}

export const spokenOf = (form) => [...form.elements].map(lineOf).filter(Boolean);
