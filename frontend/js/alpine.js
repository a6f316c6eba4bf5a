// Alpine (CSP build) with our components; loaded by components.js.
import Alpine from "@alpinejs/csp";
import { counting } from "./counter.js";
import { disclosure } from "./disclosure.js";

Alpine.data("disclosure", disclosure);
Alpine.data("counting", counting);
Alpine.start();
