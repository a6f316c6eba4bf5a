// A driver's round where there is no network: the card of the next stop takes one stop after the other, and what is kept
// on the phone is said beside its stop. Loaded on that page alone; without it every stop has a page of its own.
import { fresh, isMine } from "./offline/send.js";
import { entries } from "./offline/store.js";

const KEPT = ["waiting", "sent"];
const pathOf = (address) => new URL(address, location.origin).pathname;
const weightOf = (entry) => (entry.fields.find(([name]) => name === "kg") || [])[1];

const waits = (stop) => "waits" in stop.dataset && !stop.dataset.done;

function say(card, name, words) {
  card.querySelector(`[data-say=${name}]`).textContent = words;
}

// Another stop in the card: its forms lead there, empty, and each with a nonce of its own.
function show(card, stop) {
  card.hidden = !stop;
  if (!stop) return;
  say(card, "name", stop.dataset.name);
  say(card, "about", stop.dataset.about);
  card.querySelectorAll("[data-at-stop]").forEach((form) => {
    form.action = stop.dataset.stop;
    form.dataset.title = stop.dataset.name;
    form.reset();
    form.elements.nonce.value = fresh();
    form.querySelector("[data-doubt]")?.setAttribute("hidden", "");
    if (form.elements.sure) form.elements.sure.value = "";
  });
  card.querySelectorAll("details").forEach((each) => { each.open = false; });
}

// What was refused, or belongs to whoever had this phone before, is no entry of this stop: it waits again.
function mark(stop, entry) {
  const tagged = stop.querySelector("[data-on-phone]");
  if (tagged) tagged.hidden = !entry;
  if (stop.dataset.loaded === "here") delete stop.dataset.loaded;
  if (!entry) return void delete stop.dataset.done;
  stop.dataset.done = "yes";
  const weight = weightOf(entry);
  if (weight && !("loaded" in stop.dataset)) stop.dataset.loaded = "here";
  if (weight) stop.dataset.kg = numberOf(weight);
  const said = tagged.querySelector("[data-weight]");
  if (weight) said.textContent = said.dataset.weight.replace("{}", weight);
  stop.querySelector("[data-enter]")?.setAttribute("hidden", "");
}

// What cannot be, and what is far from what was expected, is asked before it is kept: without network nobody else would.
// The same limits stand in domain/weights.py.
const FAR = { times: 4, least: 100 };

// NaN for what is no weight, or could be two: see read_kg in domain/weights.py.
function numberOf(typed) {
  const plain = typed.normalize("NFKC").trim();
  const isOne = /^[+-]?\d+([.,]\d*)?$/.test(plain) && !/,\d{3}$/.test(plain);
  return isOne ? Number(plain.replace(",", ".")) : NaN;
}

function doubtOfStop(form, stop) {
  const kg = numberOf(form.elements.kg.value);
  const { most, expected } = stop.dataset;
  if (!(kg > 0)) return ["wrong"];
  if (kg > Number(most)) return ["most", most];
  const [low, high] = [kg, Number(expected)].sort((one, other) => one - other);
  return high >= FAR.times * low && high - low >= FAR.least ? ["far", expected] : [];
}

class Round {
  constructor(root) {
    this.root = root;
    this.card = root.querySelector("[data-next]");
    this.start = root.querySelector("[data-start]");
    this.finish = root.querySelector("[data-finish]");
    this.ticket = root.querySelector("[data-ticket]");
    this.stops = [...root.querySelectorAll("[data-stop]")];
    this.ended = Number(root.querySelector("[data-say=ended]").textContent);
    this.lacks = root.querySelector("[data-lacks]");
    root.addEventListener("submit", (event) => this.ask(event), true);
    this.stops.forEach((stop) => stop.querySelector("[data-enter]")?.addEventListener("click", (event) => this.choose(event, stop)));
  }

  choose(event, stop) {
    if (!this.card || this.card.hidden) return;
    event.preventDefault();
    show(this.card, stop);
    this.card.scrollIntoView({ block: "center" });
    this.card.querySelector("[name=kg]").focus({ preventScroll: true });
  }

  ask(event) {
    const form = event.target;
    const place = form.querySelector("[data-doubt]");
    if (!place) return;
    const stop = this.stops.find((each) => each.dataset.stop === pathOf(form.action));
    const [kind, number] = stop ? doubtOfStop(form, stop) : this.doubtOfTicket(form);
    const typed = form.elements.kg.value.trim();
    const isMeant = kind === "far" && form.elements.sure.value === typed;
    place.hidden = !kind || isMeant;
    if (place.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    place.textContent = place.dataset[kind].replace("{}", number);
    form.elements.sure.value = typed;
    form.elements.kg.focus();
    setTimeout(() => form.dispatchEvent(new CustomEvent("jiayuan:stays", { bubbles: true }))); // to be pressed again at once
  }

  // Beside what the stops of its trip weighed, those that are only on this phone too.
  doubtOfTicket(form) {
    const kg = numberOf(form.elements.kg.value);
    if (!(kg > 0)) return ["wrong"];
    const ours = this.stops.filter((stop) => stop.dataset.trip === form.elements.trip.value);
    const weighed = ours.reduce((sum, stop) => sum + Number(stop.dataset.kg || 0), 0);
    const isOff = weighed > 0 && Math.abs(kg - weighed) * 100 > weighed * Number(form.dataset.percent);
    return isOff ? ["far", weighed] : [];
  }

  // Set out, be it only on this phone: from then on all that follows can be entered.
  get isBegun() {
    return !this.start || this.start.hidden;
  }

  // What is kept since the page was drawn. The card stays with its stop as long as that waits.
  async look() {
    const { account = "" } = document.getElementById("offline-line").dataset;
    const found = (await entries()).filter((each) => KEPT.includes(each.state) && isMine(each, account, true));
    const of = (address) => found.find((each) => each.url === pathOf(address));
    this.stops.filter((stop) => "waits" in stop.dataset).forEach((stop) => mark(stop, of(stop.dataset.stop)));
    const done = this.stops.filter((each) => each.dataset.done).length;
    say(this.root, "ended", this.ended + done);
    if (this.start) this.start.hidden = Boolean(of(this.start.action));
    this.stops.filter(waits).forEach((stop) => stop.querySelector("[data-enter]")?.toggleAttribute("hidden", !this.isBegun));
    this.end(found);
    if (!this.card || !this.isBegun) return;
    const now = this.stops.find((each) => each.dataset.stop === pathOf(this.card.querySelector("form").action));
    if (this.card.hidden || !now || !waits(now)) show(this.card, this.stops.find(waits));
    if (this.card.hidden) this.ticket?.setAttribute("open", "");
  }

  // Tickets that are kept have their trip no more; once every stop and every load has come, the round can be finished.
  end(found) {
    const at = (form) => found.filter((each) => form && each.url === pathOf(form.action));
    const form = this.ticket?.querySelector("form");
    const trips = form ? [...form.elements.trip.options] : [];
    const kept = at(form).map((entry) => entry.fields.find(([name]) => name === "trip")[1]);
    trips.forEach((each) => { each.hidden = each.disabled = kept.includes(each.value); });
    const open = trips.filter((each) => !each.disabled);
    if (form) this.ticket.hidden = !open.length || !this.isBegun;
    if (form && trips.some((each) => each.disabled && each.selected)) this.another(form, open[0]);
    if (!this.finish) return;
    const isLoaded = (trip) => this.stops.some((stop) => "loaded" in stop.dataset && stop.dataset.trip === trip.value);
    const isOver = !this.stops.some(waits) && !open.some(isLoaded);
    this.finish.hidden = !this.isBegun || !isOver || at(this.finish).length > 0;
    if (this.lacks) this.lacks.hidden = !this.isBegun || this.stops.some(waits) || !open.some(isLoaded);
  }

  // The ticket of another trip is another form: empty, and with a nonce of its own.
  another(form, trip) {
    form.reset();
    form.elements.nonce.value = fresh();
    if (trip) form.elements.trip.value = trip.value;
  }
}

function sayOfAnotherDay() {
  const notice = document.querySelector("[data-day]");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
  notice.hidden = notice.dataset.day === today || navigator.onLine;
}

const rounds = [...document.querySelectorAll("[data-round]")].map((each) => new Round(each));
const look = () => rounds.forEach((each) => each.look().catch(() => {})); // private windows of some browsers keep nothing

// A page that the phone kept carries the nonce of the day it was drawn: two tickets would be taken for one.
document.querySelectorAll("[data-ticket] form").forEach((form) => { form.elements.nonce.value = fresh(); });
sayOfAnotherDay();
rounds.forEach((each) => each.card && !each.card.hidden && show(each.card, each.stops.find(waits)));
look();
document.addEventListener("jiayuan:kept", look);
document.addEventListener("jiayuan:queue", look);
