// Alpine weighs as much as htmx, so it comes with the first x-data and not before.
export function components(onLoad) {
  onLoad((root) => {
    if (document.body.dataset.alpineComes || !(root.matches("[x-data]") || root.querySelector("[x-data]"))) return;
    document.body.dataset.alpineComes = "yes";
    const script = document.createElement("script");
    script.src = document.body.dataset.alpine;
    document.head.append(script);
  });
}
