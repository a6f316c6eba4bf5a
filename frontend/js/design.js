// For /design/ only: the contrast of each swatch as the browser draws it, in whichever theme.
import "../css/swatches.css";
const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function channels(colour) {
  paint.canvas.width = paint.canvas.height = 1;
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255);
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

document.querySelectorAll("[data-swatch]").forEach((swatch) => {
  const drawn = getComputedStyle(swatch);
  const [dark, light] = [luminance(drawn.color), luminance(drawn.backgroundColor)].sort((a, b) => a - b);
  swatch.querySelector("[data-contrast]").textContent = ((light + 0.05) / (dark + 0.05)).toFixed(1);
});
