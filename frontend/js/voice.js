// <button data-voice="#id_words" hidden>: speak instead of typing, where the browser can listen.
import { notify, say } from "./say.js";

const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

function listen(button) {
  const box = document.querySelector(button.dataset.voice);
  const ear = new Recognition();
  ear.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-US";
  ear.onstart = () => button.setAttribute("aria-pressed", "true");
  ear.onend = () => button.removeAttribute("aria-pressed");
  ear.onerror = () => notify(say("notHeard"), "warning");
  ear.onresult = (event) => {
    box.value += event.results[0][0].transcript;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };
  ear.start();
}

export function speaking(onLoad) {
  if (!Recognition) return;
  onLoad((root) => root.querySelectorAll("[data-voice]").forEach((button) => button.removeAttribute("hidden")));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-voice]");
    if (button && !button.hasAttribute("aria-pressed")) listen(button);
  });
}
