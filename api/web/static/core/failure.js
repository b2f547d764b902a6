// What went wrong, and the way on.

import { el } from "./dom.js";
import { explain } from "./labels.js";
import { t } from "./words.js";

/** Build the card of an error; `again` is offered where trying again may help. */
export function failureCard(error, again) {
  const mayPass = again && (error.status === 0 || error.status === 429 || error.status >= 500); // a wrong request stays wrong
  const button = mayPass ? el("button", { type: "button", class: "button", onclick: again }, t("failure.again")) : null;
  const login = error.status === 401 ? el("a", { class: "button", href: "login" }, t("failure.login")) : null;
  const more = [error.detail, error.requestId ? t("failure.request", { id: error.requestId }) : ""].filter(Boolean);
  const details = more.length
    ? el("details", {}, el("summary", {}, t("failure.details")), more.map((line) => el("p", { class: "note" }, line)))
    : null;
  return el("div", { class: "card failure", role: "alert" }, el("p", {}, explain(error)), el("p", { class: "actions" }, login, button), details);
}

/** Run what fills a container; an error becomes a card in it that can run it again. */
export async function guarded(container, fill) {
  container.setAttribute("aria-busy", "true");
  try {
    await fill();
  } catch (error) {
    if (error.name === "AbortError") {
      return;
    }
    if (!("slug" in error)) {
      throw error; // no answer of the server: a mistake of this page
    }
    container.replaceChildren(failureCard(error, () => guarded(container, fill)));
  }
  container.removeAttribute("aria-busy");
}
