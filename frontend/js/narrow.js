// <input data-narrows="#select">: typing leaves only the choices whose text or data-spelt (pinyin, initials) has it. Choices are taken out
// and put back, for phones show hidden ones all the same. What is chosen stays; where one is left, it is chosen.
// <button data-chooses="#select" value="…">: chooses it.
const plain = (text) => text.toLowerCase().replace(/\s+/g, "");

function choose(select, value) {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function narrow(select, whole, typed) {
  const chosen = select.value;
  const wanted = plain(typed);
  const fits = (option) =>
    !option.value || option.value === chosen || [option.textContent, option.dataset.spelt ?? ""].some((each) => plain(each).includes(wanted));
  const kept = whole.map((node) => {
    const copy = node.cloneNode(true);
    if (copy.tagName === "OPTION") return copy;
    copy.querySelectorAll("option").forEach((option) => fits(option) || option.remove());
    return copy.children.length ? copy : null;
  });
  select.replaceChildren(...kept.filter(Boolean));
  select.value = chosen;
  const found = wanted ? [...select.options].filter((option) => option.value && option.value !== chosen) : [];
  if (found.length !== 1) return;
  choose(select, found[0].value);
}

export function narrowing(onLoad) {
  onLoad((root) =>
    root.querySelectorAll("[data-narrows]").forEach((input) => {
      const select = document.querySelector(input.dataset.narrows);
      const whole = [...select.children].map((node) => node.cloneNode(true));
      input.addEventListener("input", () => narrow(select, whole, input.value));
      input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }),
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chooses]");
    if (button) choose(document.querySelector(button.dataset.chooses), button.value);
  });
}
