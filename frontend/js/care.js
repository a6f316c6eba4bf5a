// The switch for large type without a new page, so that nothing typed is lost. Without scripts the form does it.
export function caring() {
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "care" || !window.fetch) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = button.closest("form"); // not the one that goes along without scripts
    const wanted = button.value === "1";
    const body = new FormData(form);
    body.set("care", button.value);
    await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
    document.documentElement.classList.toggle("care", wanted);
    document.querySelectorAll("button[name=care]").forEach((each) => {
      each.value = wanted ? "0" : "1";
      each.setAttribute("aria-pressed", String(wanted));
    });
  }, true);
}
