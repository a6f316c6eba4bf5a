// What every page loads: htmx, Alpine (CSP build) and our small comforts. Every page works without any of it.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org/dist/htmx.esm.js";
import { caring } from "./care.js";
import { copying } from "./copy.js";
import { counting } from "./counter.js";
import { disclosure } from "./disclosure.js";
import { dismissing } from "./dismiss.js";
import { keys } from "./keys.js";
import { locating } from "./locate.js";
import { once } from "./once.js";
import { photoPickers } from "./photo-picker.js";
import { printing } from "./print.js";
import { requests } from "./requests.js";
import { speaking } from "./voice.js";

document.documentElement.classList.add("scripted");

requests(htmx);
caring();
once();
keys();
dismissing();
copying(htmx.onLoad);
locating(htmx.onLoad);
photoPickers(htmx.onLoad);
printing(htmx.onLoad);
speaking(htmx.onLoad);

Alpine.data("disclosure", disclosure);
Alpine.data("counting", counting);
Alpine.start();
