// What happens where: GeoJSON points, gathered into clusters, each opening a small card. Properties read:
// title, url, meta (a line of text), label (the word of its state), tone (a tone of the design system), icon.
import L from "leaflet";
import { icon, say } from "../say.js";
import { read, toLatLng } from "./ground.js";

const safeTone = (tone) => (/^[a-z]+$/.test(tone || "") ? tone : "primary");

function line(kind, text, words) {
  const element = document.createElement(kind);
  element.className = words;
  element.textContent = text;
  return element;
}

// Built from text nodes only: nothing a resident wrote is ever read as markup.
function card(properties) {
  const box = document.createElement("div");
  box.className = "map-card";
  if (properties.label) box.append(line("span", properties.label, `tag tone-${safeTone(properties.tone)}`));
  box.append(line("strong", properties.title || "", "map-card-title"));
  if (properties.meta) box.append(line("span", properties.meta, "quiet"));
  if (/^\/[^/]/.test(properties.url || "")) {
    const link = line("a", say("open"), "btn btn-primary btn-sm");
    link.href = properties.url;
    box.append(link);
  }
  return box;
}

function marker(feature, at) {
  const pin = document.createElement("span");
  pin.className = `map-pin tone-${safeTone(feature.properties.tone)}`;
  pin.append(icon(/^[a-z0-9-]+$/.test(feature.properties.icon || "") ? feature.properties.icon : "map-pin"));
  const drawing = L.divIcon({ html: pin, className: "map-pin-frame", iconSize: [40, 40], iconAnchor: [20, 20], popupAnchor: [0, -16] });
  return L.marker(at, { icon: drawing, title: feature.properties.title || "", alt: feature.properties.title || "", keyboard: true })
    .bindPopup(() => card(feature.properties), { minWidth: 180, maxWidth: 260 });
}

function heap(cluster) {
  const words = document.createElement("span");
  words.className = "map-heap";
  words.textContent = cluster.getChildCount();
  return L.divIcon({ html: words, className: "map-pin-frame", iconSize: [44, 44] });
}

function address(map, frame, shift) {
  const url = new URL(frame.dataset.features, window.location.href);
  if (frame.hasAttribute("data-by-box")) {
    const box = map.getBounds().pad(0.2);
    const corners = [box.getSouthWest(), box.getNorthEast()].map((each) => shift.fromMap([each.lat, each.lng]));
    const numbers = [corners[0][1], corners[0][0], corners[1][1], corners[1][0]];
    url.searchParams.set("bbox", numbers.map((number) => number.toFixed(5)).join(","));
  }
  return url;
}

export async function points(map, frame, shift) {
  const heaps = L.markerClusterGroup({
    showCoverageOnHover: false, maxClusterRadius: 50, iconCreateFunction: heap, chunkedLoading: true,
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.addLayer(heaps);
  let asked = 0;
  const fill = async () => {
    const turn = (asked += 1);
    const found = await read(address(map, frame, shift));
    if (turn !== asked) return null;
    const layer = L.geoJSON(found, { coordsToLatLng: toLatLng(shift), pointToLayer: marker });
    heaps.clearLayers();
    heaps.addLayer(layer);
    return layer.getBounds();
  };
  const bounds = await fill();
  if (frame.dataset.every) setInterval(() => fill().catch(() => undefined), 1000 * Number(frame.dataset.every));
  if (frame.hasAttribute("data-by-box")) map.on("moveend", () => fill().catch(() => undefined));
  return bounds;
}
