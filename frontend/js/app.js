// What every page loads: htmx and our small comforts; Alpine comes only where a page has an x-data. Every page works without any of it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { caring } from "./care.js";
import { carrying } from "./carry.js";
import { components } from "./components.js";
import { copying } from "./copy.js";
import { dismissing } from "./dismiss.js";
import { keys } from "./keys.js";
import { keeping } from "./offline/keep.js";
import { locating } from "./locate.js";
import { narrowing } from "./narrow.js";
import { once } from "./once.js";
import { photoPickers } from "./photo-picker.js";
import { printing } from "./print.js";
import { recording } from "./record.js";
import { requests } from "./requests.js";
import { speaking } from "./voice.js";

document.documentElement.classList.add("scripted");

requests(htmx);
caring();
carrying();
once();
keeping();
keys();
dismissing();
components(htmx.onLoad);
copying(htmx.onLoad);
locating(htmx.onLoad);
narrowing(htmx.onLoad);
photoPickers(htmx.onLoad);
printing(htmx.onLoad);
recording(htmx.onLoad);
speaking(htmx.onLoad);
