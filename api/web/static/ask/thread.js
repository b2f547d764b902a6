// A conversation: the questions before this one, and a box for the next.

import { el, route } from "../core/dom.js";
import { read, write } from "../core/location.js";
import { go } from "../core/navigation.js";
import { t } from "../core/words.js";

/** Build the list of the questions that this one follows; null for the first. */
export function thread({ after, ...state }) {
  if (!after.length) {
    return null;
  }
  const steps = after.map((question, i) => {
    const href = write({ ...state, question, after: after.slice(0, i), document: "" });
    return el("li", {}, route(href, {}, question));
  });
  return el(
    "nav",
    { class: "thread", "aria-label": t("thread.label") },
    el("ol", {}, steps, el("li", { "aria-current": "step" }, state.question)),
    route(write({ view: "ask" }), { class: "quiet" }, t("thread.new")),
  );
}

/** Build the form that asks on: its question may lean on those before it. */
export function followUpForm({ question, after }) {
  const box = el("input", { name: "follow", id: "follow", autocomplete: "off", required: true, maxlength: 2000, placeholder: t("thread.example") });
  const form = el(
    "form",
    { class: "follow" },
    el("label", { for: "follow" }, t("thread.follow")),
    el("div", { class: "row" }, box, el("button", { class: "button", type: "submit" }, t("thread.ask"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const next = box.value.replace(/\s+/g, " ").trim();
    if (next) {
      go(write({ ...read(), question: next, after: [...after, question], document: "" }));
    }
  });
  return form;
}
