// Maps, loaded only where there is one. See docs/design.md for the data-* attributes of [data-map].
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "leaflet.markercluster";
import "leaflet.markercluster/dist/MarkerCluster.css";
import "../css/map.css";
import { ground } from "./map/ground.js";
import { pick } from "./map/pick.js";
import { points } from "./map/points.js";
import { shifter } from "./map/datum.js";
import { notify, say } from "./say.js";

const start = (frame) => [Number(frame.dataset.lat || 37.8617), Number(frame.dataset.lon || 112.5627)];

// Without a place to look at, the map looks at the whole district, then at its points if there are any.
function lookAt(map, frame, bounds) {
  if (frame.dataset.zoom || frame.dataset.lat || !bounds || !bounds.isValid()) return;
  map.fitBounds(bounds, { padding: [24, 24], maxZoom: 16, animate: false });
}

async function draw(frame) {
  frame.dataset.ready = "yes";
  frame.replaceChildren();
  const shift = shifter(frame.dataset.tiles ? frame.dataset.datum : "wgs84");
  const map = L.map(frame, { zoomControl: false, attributionControl: Boolean(frame.dataset.attribution), maxZoom: 19, minZoom: 10, zoomSnap: 0.5 });
  L.control.zoom({ position: "topright", zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") }).addTo(map);
  if (map.attributionControl) map.attributionControl.setPrefix(false);
  map.setView(shift.toMap(start(frame)), Number(frame.dataset.zoom || 13));
  if (frame.dataset.tiles) {
    L.tileLayer(frame.dataset.tiles, { attribution: frame.dataset.attribution || "", maxNativeZoom: 18, maxZoom: 19 }).addTo(map);
  }
  try {
    if (frame.dataset.boundary) lookAt(map, frame, await ground(map, frame, shift));
    if (frame.hasAttribute("data-pick")) pick(map, frame, shift);
    const found = frame.dataset.features ? await points(map, frame, shift) : null;
    if (!frame.hasAttribute("data-pick")) lookAt(map, frame, found);
  } catch (_unreachable) {
    notify(say("offline"), "warning");
  }
  frame.dispatchEvent(new CustomEvent("mapready", { bubbles: true, detail: { map } }));
}

function drawAll(root) {
  root.querySelectorAll("[data-map]:not([data-ready])").forEach(draw);
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
