// The few words scripts say, given by the server in the page's language: <body data-say-offline="…">.
export function say(name) {
  return document.body.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] || "";
}

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  drawing.append(use);
  return drawing;
}

// Says something in passing, to eyes and to screen readers.
export function notify(words, tone = "neutral", time = 8000) {
  const place = document.getElementById("notices");
  if (!place || !words) return;
  const notice = document.createElement("p");
  notice.className = `notice tone-${tone}`;
  notice.textContent = words;
  place.replaceChildren(notice);
  setTimeout(() => notice.remove(), time);
}
