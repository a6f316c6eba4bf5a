// <button data-locate hidden data-latitude="#id_latitude" data-longitude="#id_longitude">: fills the fields once.
// The position is asked for when the button is pressed, never before, and nothing follows it afterwards.
import { notify, say } from "./say.js";

function write(button, position) {
  const { latitude, longitude, accuracy } = position.coords;
  const fields = [[button.dataset.latitude, latitude], [button.dataset.longitude, longitude]];
  for (const [selector, value] of fields) document.querySelector(selector).value = value.toFixed(6);
  button.dispatchEvent(new CustomEvent("located", { bubbles: true, detail: { latitude, longitude, accuracy } }));
  notify(say("located"), "success");
}

function locate(button) {
  button.setAttribute("aria-busy", "true");
  const done = () => button.removeAttribute("aria-busy");
  navigator.geolocation.getCurrentPosition(
    (position) => {
      done();
      write(button, position);
    },
    () => {
      done();
      notify(say("notLocated"), "warning");
    },
    { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
  );
}

export function locating(onLoad) {
  if (!navigator.geolocation || !window.isSecureContext) return;
  onLoad((root) => root.querySelectorAll("[data-locate]").forEach((button) => button.removeAttribute("hidden")));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-locate]");
    if (button && !button.hasAttribute("aria-busy")) locate(button);
  });
}
