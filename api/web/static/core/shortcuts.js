// Keys for those who do not use a pointer; "?" lists them, and there they can be switched off.

import { el } from "./dom.js";
import { recall, remember } from "./memory.js";
import { t } from "./words.js";

const VIEW_KEYS = { h: "ask", v: "documents", n: "register", p: "genealogy", s: "figures", t: "upload", q: "admin" };
const PAUSE_MS = 1500;
let waiting = 0; // until when a letter after "g" names a view

/** Hear keys; `goTo(view)`, `ask()` and `close()` do what they say. */
export function hearKeys(dialog, { goTo, ask, close }) {
  fill(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !dialog.open) {
      close();
      return;
    }
    if (!recall("shortcuts", true) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) {
      return;
    }
    if (event.key === "?") {
      dialog.showModal();
    } else if (event.key === "/") {
      event.preventDefault();
      ask();
    } else if (event.key === "g") {
      waiting = Date.now() + PAUSE_MS;
    } else if (Date.now() < waiting && VIEW_KEYS[event.key]) {
      waiting = 0;
      goTo(VIEW_KEYS[event.key]);
    }
  });
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, dialog") !== null;
}

function fill(dialog) {
  const rows = [
    ["/", t("keys_help.ask")],
    ["?", t("keys_help.help")],
    ["Esc", t("keys_help.close")],
    ...Object.entries(VIEW_KEYS).map(([key, view]) => [`g ${key}`, t(`nav.${view}`)]),
  ];
  const box = el("input", { type: "checkbox", checked: recall("shortcuts", true) });
  box.addEventListener("change", () => remember("shortcuts", box.checked));
  dialog.replaceChildren(
    el("h2", { id: "help-title" }, t("keys_help.title")),
    el("dl", { class: "facts" }, rows.map(([key, told]) => el("div", {}, el("dt", {}, key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, told)))),
    el("label", { class: "check" }, box, t("keys_help.on")),
    el("p", { class: "actions" }, el("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("reader.close"))),
  );
}
