// <button data-print hidden>: prints the page.
export function printing(onLoad) {
  onLoad((root) => root.querySelectorAll("[data-print]").forEach((button) => button.removeAttribute("hidden")));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}
