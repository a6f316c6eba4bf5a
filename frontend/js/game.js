// The card game: cards that can be dragged, a tone for right and wrong, and what one got wrong sooner again.
// What was played stays in this browser. Without scripts every bin is a link and works too.
const KEY = "sorting-game";
const game = () => document.getElementById("game");

function memory() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (_unreadable) {
    return {};
  }
}

// Right twice for each time wrong, and it comes as seldom as the others.
function remember(level, card, isRight) {
  const known = memory();
  const cards = known[level] || {};
  const weight = Math.max(0, (cards[card] || 0) + (isRight ? -1 : 2));
  known[level] = { ...cards, [card]: weight };
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch (_full) {
    // the game goes on without memory
  }
}

function weakest(level, card, usual) {
  const weights = Object.entries(memory()[level] || {}).filter(([number, weight]) => weight > 0 && number !== card);
  if (!weights.length || Math.random() < 0.4) return usual;
  return weights.sort((one, other) => other[1] - one[1])[0][0];
}

function tone(isRight) {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  const sound = new Context();
  const notes = isRight ? [523, 659, 784] : [247, 196];
  notes.forEach((pitch, number) => {
    const player = sound.createOscillator();
    const volume = sound.createGain();
    const start = sound.currentTime + number * 0.14;
    player.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    player.connect(volume).connect(sound.destination);
    player.start(start);
    player.stop(start + 0.3);
  });
  setTimeout(() => sound.close(), 1200);
}

function settle() {
  const { level, card, right } = game().dataset;
  if (!right) return;
  remember(level, card, right === "yes");
  tone(right === "yes");
  const next = game().querySelector("[data-play-next]");
  const number = weakest(level, card, new URL(next.href).searchParams.get("card"));
  const address = `?level=${level}&card=${number}`;
  next.setAttribute("href", address);
  next.setAttribute("hx-get", address);
}

function draggable() {
  const card = game().querySelector("[data-play-card]");
  if (!card || game().dataset.right) return;
  let from = null;
  card.classList.add("can-move");
  const binUnder = (event) => {
    card.style.pointerEvents = "none";
    const under = document.elementFromPoint(event.clientX, event.clientY);
    card.style.pointerEvents = "";
    return under && under.closest("[data-play-bin]");
  };
  card.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
    card.setPointerCapture(event.pointerId);
  });
  card.addEventListener("pointermove", (event) => {
    if (from) card.style.transform = `translate(${event.clientX - from.x}px, ${event.clientY - from.y}px)`;
  });
  const drop = (event) => {
    if (!from) return;
    from = null;
    card.style.transform = "";
    const bin = event.type === "pointerup" ? binUnder(event) : null;
    if (bin) bin.click();
  };
  card.addEventListener("pointerup", drop);
  card.addEventListener("pointercancel", drop);
}

document.addEventListener("htmx:afterSettle", () => {
  if (!game()) return;
  settle();
  draggable();
  const first = game().querySelector("[data-play-next], [data-play-bin]");
  if (first) first.focus({ preventScroll: true });
});
if (game()) draggable();
