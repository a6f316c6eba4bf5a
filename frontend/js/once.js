// A double tap sends once. The form's nonce stays, so that what arrives twice counts once all the same.
const PATIENCE = 15000;

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-held]").forEach((button) => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    delete button.dataset.held;
  });
}

function hold(form, pressed) {
  form.dataset.sent = "yes";
  // After the browser has read the form: a disabled button would not be sent along.
  setTimeout(() => {
    form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
      button.disabled = true;
      button.dataset.held = "yes";
    });
    if (pressed) pressed.setAttribute("aria-busy", "true");
  });
  setTimeout(() => release(form), PATIENCE);
}

export function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else hold(form, event.submitter);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
  for (const over of ["jiayuan:kept", "jiayuan:stays"]) document.addEventListener(over, (event) => release(event.target));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
}
