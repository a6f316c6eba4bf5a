// Which bin, without network: exact names of the list that the phone keeps, and names near by to choose from. Only who
// is asked in full (src/jiayuan/engines/sorting) takes names apart; nothing is guessed here.
const root = document.getElementById("away");
const part = (name) => root.querySelector(`[data-${name}]`);
const isEnglish = document.documentElement.lang.startsWith("en");
const said = ([zh, en]) => (isEnglish && en) || zh;
const HAN = /[\u3400-\u9fff]/;
const BEFORE = /^(请问|问一下|我想问|我家的|家里的|这个|那个|一个|一只|一张|一块)+/;
const AFTER = /(是|属于|算|应该|要|该|可以)*(什么|啥|哪|怎么|咋|能不能|可以回收|可回收).*$/;
const NEAR = 6;

function keyOf(text) {
  const plain = text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return HAN.test(plain) ? plain.replace(/ /g, "") : plain;
}

function spellings(key) {
  const bare = key.replace(BEFORE, "").replace(AFTER, "") || key;
  const tails = [key, bare].flatMap((each) => [each, each.replace(/[子儿类们]$/, ""), `${each}子`]);
  return [...new Set(tails)].filter(Boolean);
}

const has = (table, name) => Object.prototype.hasOwnProperty.call(table, name);

// The district's own word before all.
function told(list, key) {
  const names = spellings(key);
  const local = list.local.find((each) => names.includes(each.key));
  if (local) return { name: local.name, category: local.category, reason: local.reason, first: local.first, source: local.source };
  const table = [list.names, list.english].find((each) => names.some((name) => has(each, name)));
  if (!table) return null;
  const name = names.find((each) => has(table, each));
  const question = has(list.asks, name) ? list.questions[list.asks[name]] : null;
  return { name, question, ...ofGroup(list, table[name]) };
}

function ofGroup(list, number) {
  const group = list.groups[number];
  const [reason, first] = isEnglish && group.en[0] ? group.en : group.zh;
  return { category: group.category, reason, first };
}

// The longest word in it that makes a thing dangerous, unless a harmless one stands around it.
function danger(list, key) {
  const words = Object.keys(list.cues).filter((word) => key.includes(word)).sort((one, other) => other.length - one.length);
  return words.length && list.cues[words[0]] >= 0 ? ofGroup(list, list.cues[words[0]]) : null;
}

function near(list, key) {
  const bare = spellings(key).pop();
  const table = isEnglish && !HAN.test(key) ? list.english : list.names;
  const fits = (name) => name.length > 1 && (name.includes(bare) || key.includes(name));
  return Object.keys(table).filter(fits).sort((one, other) => Math.abs(one.length - bare.length) - Math.abs(other.length - bare.length)).slice(0, NEAR);
}

function put(name, words) {
  const place = part(name);
  place.textContent = words || "";
  const around = place.closest("[data-part]");
  if (around) around.hidden = !words;
}

function showAnswer(list, answer) {
  const bin = root.querySelector(`template[data-category="${answer.category || "none"}"]`).content.cloneNode(true);
  bin.querySelector("[data-thing]").textContent = answer.name;
  part("bin").replaceChildren(bin);
  put("first", answer.first);
  put("reason", answer.reason);
  put("source", answer.source || part("source").dataset.standard);
  part("asked").hidden = !answer.question;
  if (answer.question) ask(list, answer);
  part("answer").hidden = false;
}

function ask(list, { name, question }) {
  put("ask", said(question.ask));
  part("choices").replaceChildren(...question.choices.map(([zh, en, group]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-line", textContent: said([zh, en]) });
    button.addEventListener("click", () => showAnswer(list, { name, ...ofGroup(list, group) }));
    return button;
  }));
}

function showUnknown(list, asked, key) {
  const heading = part("unknown").querySelector("h2");
  heading.textContent = heading.dataset.says.replace("NAME", asked);
  const found = danger(list, key);
  part("danger").hidden = !found;
  if (found) part("danger-first").textContent = found.first;
  const names = near(list, key);
  part("near").hidden = !names.length;
  part("names").replaceChildren(...names.map((name) => Object.assign(document.createElement("a"), { className: "btn btn-line", textContent: name, href: `?q=${encodeURIComponent(name)}` })));
  part("unknown").hidden = false;
}

async function answer() {
  const asked = (new URLSearchParams(location.search).get("q") || "").slice(0, 60).trim();
  document.getElementById("which-bin").value = asked;
  const list = await fetch(root.dataset.list).then((sent) => sent.json()).catch(() => null);
  part("no-list").hidden = Boolean(list);
  if (!list || !asked) return;
  const found = told(list, keyOf(asked));
  if (found) showAnswer(list, found);
  else showUnknown(list, asked, keyOf(asked));
}

answer();
// This page stood in for another one, which knows more; but nobody's typing is lost for it.
const box = document.getElementById("which-bin");
const isTyping = () => box.value.trim() !== (new URLSearchParams(location.search).get("q") || "").trim();
const reachable = () => fetch(location.href, { method: "HEAD", cache: "no-store" }).then((sent) => sent.ok, () => false);
const goBack = async () => { if (navigator.onLine && !isTyping() && (await reachable())) location.reload(); };
if (!location.pathname.endsWith("/away/")) {
  window.addEventListener("online", goBack);
  setInterval(goBack, 4_000); // a slow network says that it is there, and yet the page may not have come
}
