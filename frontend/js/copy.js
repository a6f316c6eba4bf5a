// <button data-copy="text"> or data-copy-from="#element"; shown only where the clipboard can be written.
import { notify, say } from "./say.js";

export function copying(onLoad) {
  if (!navigator.clipboard || !window.isSecureContext) return;
  onLoad((root) => {
    root.querySelectorAll("[data-copy], [data-copy-from]").forEach((button) => button.removeAttribute("hidden"));
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    await navigator.clipboard.writeText(source ? source.value || source.textContent.trim() : button.dataset.copy);
    notify(say("copied"), "success");
  });
}
