// data-pick: tap the map, drag the pin, or move the map by arrow keys and press the button to put the pin in its middle. Writes to the
// fields named by data-latitude and data-longitude (selectors), and follows them when a locate button fills them.
import L from "leaflet";
import { icon, say } from "../say.js";

const field = (frame, name) => document.querySelector(frame.dataset[name]);

function pinIcon() {
  const pin = document.createElement("span");
  pin.className = "map-pick-pin";
  pin.append(icon("map-pin"));
  return L.divIcon({ html: pin, className: "map-pin-frame", iconSize: [44, 44], iconAnchor: [22, 40] });
}

function middleButton(map, put) {
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-line map-middle";
    button.textContent = say("pinHere");
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => put(map.getCenter(), true));
    return button;
  };
  control.addTo(map);
}

export function pick(map, frame, shift) {
  const latitude = field(frame, "latitude");
  const longitude = field(frame, "longitude");
  let pin = null;

  const write = (at) => {
    const [lat, lon] = shift.fromMap([at.lat, at.lng]);
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    frame.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { latitude: lat, longitude: lon } }));
    latitude.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const put = (at, tell) => {
    if (!pin) {
      pin = L.marker(at, { icon: pinIcon(), draggable: true, autoPan: true }).addTo(map);
      pin.getElement().setAttribute("aria-label", say("pin")); // Leaflet names only pins that are images
      pin.on("dragend", () => write(pin.getLatLng()));
    }
    pin.setLatLng(at);
    if (tell) write(at);
  };
  const follow = () => {
    if (!latitude.value || !longitude.value) return;
    const at = L.latLng(shift.toMap([Number(latitude.value), Number(longitude.value)]));
    put(at, false);
    map.setView(at, Math.max(map.getZoom(), 16));
  };

  map.on("click", (event) => put(event.latlng, true));
  middleButton(map, put);
  document.addEventListener("located", follow);
  follow();
}
