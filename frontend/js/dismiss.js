// [data-dismiss] takes away the notice it stands in.
export function dismissing() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (!button) return;
    const notice = button.closest(button.dataset.dismiss || ".notice");
    if (notice) notice.remove();
    const main = document.getElementById("main");
    if (main) main.focus({ preventScroll: true });
  });
}
