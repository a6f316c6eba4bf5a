// The base layer that needs no network but ours: the district's outline, and its communities as dots with names.
import L from "leaflet";

const NAMES_FROM = 15;

export async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

export const toLatLng = (shift) => ([longitude, latitude]) => L.latLng(shift.toMap([latitude, longitude]));

function named(feature, layer) {
  const name = document.createElement("span");
  name.textContent = feature.properties.name || "";
  layer.bindTooltip(name, { permanent: true, direction: "right", className: "map-name", offset: [4, 0] });
}

export async function ground(map, frame, shift) {
  map.createPane("ground").classList.add("map-ground");
  const outline = L.geoJSON(await read(frame.dataset.boundary), {
    pane: "ground",
    interactive: false,
    coordsToLatLng: toLatLng(shift),
    style: (feature) => (feature.geometry.type === "Point" ? {} : { className: "map-outline" }),
    pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 3, pane: "ground", interactive: false, className: "map-dot" }),
    onEachFeature: (feature, layer) => feature.geometry.type === "Point" && named(feature, layer),
  }).addTo(map);
  const showNames = () => frame.classList.toggle("map-near", map.getZoom() >= NAMES_FROM);
  map.on("zoomend", showNames);
  showNames();
  return outline.getBounds();
}
