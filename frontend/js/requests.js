// htmx under a strict policy, and honest about failures.
import { notify, say } from "./say.js";

const isPage = (text) => /^\s*<!doctype/i.test(text);

// A refused request answers with a form fragment (409, 422) or with a whole page, which then takes the body.
function onAnswer(event) {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  if (isPage(xhr.responseText)) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    event.detail.shouldSwap = true;
    event.detail.target = document.querySelector("main") || document.body;
    event.detail.serverResponse = (page.querySelector("main") || page.body).innerHTML;
    event.detail.swapOverride = "innerHTML show:window:top";
    event.detail.selectOverride = "unset";
  } else if (xhr.status === 409 || xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
}

export function requests(htmx) {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0;
  document.addEventListener("htmx:beforeSwap", onAnswer);
  document.addEventListener("htmx:sendError", () => notify(say("offline"), "error"));
  document.addEventListener("htmx:timeout", () => notify(say("offline"), "error"));
}
