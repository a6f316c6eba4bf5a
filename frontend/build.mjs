// Builds src/jiayuan/static_built/: app.css, app.js, alpine.js, map.css, map.js, design.css, design.js, offline.js, away.js, driver.js, worker.js,
// icons.svg and the pictures of art/.
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "src", "jiayuan");
const target = join(source, "static_built");

function style() {
  const program = join(here, "node_modules", "@tailwindcss", "cli", "dist", "index.mjs");
  const words = [program, "--input", "css/app.css", "--output", join(target, "app.css"), "--minify"];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, words, { cwd: here, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (part) => (said += part));
    child.on("close", (code) => (code ? fail(new Error(said)) : done()));
  });
}

function scripts() {
  return build({
    absWorkingDir: here,
    entryPoints: { app: "js/app.js", alpine: "js/alpine.js", map: "js/map.js", design: "js/design.js", game: "js/game.js", offline: "js/offline.js", away: "js/sorting-away.js", driver: "js/driver.js", worker: "js/offline/worker.js" },
    outdir: target,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2019",
    loader: { ".png": "empty" },
    legalComments: "none",
    logLevel: "warning",
    logLimit: 5,
  });
}

// Leaflet's style sheet asks for pictures of controls and pins that we draw ourselves.
async function withoutPictures() {
  const path = join(target, "map.css");
  await writeFile(path, (await readFile(path, "utf8")).replaceAll("url()", "none").replaceAll("behavior:url(#default#VML);", ""));
}

async function* templates(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !["static_built", "__pycache__"].includes(entry.name)) yield* templates(path);
    else if (entry.name.endsWith(".html")) yield path;
  }
}

// Icons named in a template are found there; icons.txt lists those that only data or Python name.
async function iconNames() {
  const listed = (await readFile(join(here, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const names = new Set(listed);
  for await (const path of templates(source)) {
    const text = await readFile(path, "utf8");
    for (const found of text.matchAll(/\{%\s*icon\s+"([a-z0-9-]+)"/g)) names.add(found[1]);
  }
  return [...names].sort();
}

async function symbol(name) {
  const file = join(here, "node_modules", "lucide-static", "icons", `${name}.svg`);
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`There is no lucide icon "${name}".`);
  });
  const drawing = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim()}</symbol>`;
}

async function sprite() {
  const symbols = await Promise.all((await iconNames()).map(symbol));
  const drawings = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  await writeFile(join(target, "icons.svg"), drawings);
}

async function report() {
  for (const name of (await readdir(target)).sort()) {
    const path = join(target, name);
    if (!(await stat(path)).isFile() || /\.(png|gz)$/.test(name)) continue;
    const weight = gzipSync(await readFile(path)).length;
    console.log(`${name.padEnd(14)} ${(weight / 1024).toFixed(1).padStart(6)} kB gzip`);
  }
}

const started = Date.now();
if (!process.argv.includes("--keep")) await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([style(), scripts().then(withoutPictures), sprite(), cp(join(here, "art"), target, { recursive: true })]);
await report();
console.log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
