// The language of the page: Vietnamese unless a person chose English, and every phrase in it.

import { PHRASES } from "../phrases/table.js";
import { recall, remember } from "./memory.js";

const LANGUAGES = ["vi", "en"]; // the order of the columns in the table
export const language = LANGUAGES.includes(recall("language", "vi")) ? recall("language", "vi") : "vi";
const column = LANGUAGES.indexOf(language);

/** Return a phrase; `{name}` in it becomes the value of that name. */
export function t(key, values = {}) {
  const phrase = PHRASES[key]?.[column] ?? key;
  return phrase.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Name a value of the server; one that the table does not know is shown as it came. */
export function named(area, value) {
  return PHRASES[`${area}.${value}`]?.[column] ?? String(value ?? "");
}

/** Tell whether there is a phrase. */
export function isPhrase(key) {
  return key in PHRASES;
}

const ATTRIBUTES = { tLabel: "aria-label", tPlaceholder: "placeholder", tTitle: "title" };

/** Put the phrases of the language into the page as it was served. */
export function translate(root = document) {
  document.documentElement.lang = language;
  for (const node of root.querySelectorAll("[data-t], [data-t-label], [data-t-placeholder], [data-t-title]")) {
    if (node.dataset.t) {
      node.textContent = t(node.dataset.t);
    }
    for (const [mark, attribute] of Object.entries(ATTRIBUTES)) {
      if (node.dataset[mark]) {
        node.setAttribute(attribute, t(node.dataset[mark]));
      }
    }
  }
}

/** Change the language; the address stays, so the same page comes back. */
export function changeLanguage() {
  remember("language", language === "vi" ? "en" : "vi");
  window.location.reload();
}
