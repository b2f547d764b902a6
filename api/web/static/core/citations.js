// How a document is named, and the way into its text.

import { el, route } from "./dom.js";
import { sectionName } from "./labels.js";
import { opened } from "./location.js";
import { capital, showDate } from "./text.js";
import { t } from "./words.js";

/** Name a document in one line: "Công văn số 1023-CV/TU", or its title where it has no number. */
export function documentName(card) {
  if (!card.number) {
    return card.title || card.source;
  }
  // Kinds and numbers stay Vietnamese: they are the document's own name.
  return `${capital(card.kind ?? "văn bản")} số ${card.number}`;
}

/** Build the line that says where something stands. */
export function sourceLine(card, section, page) {
  const place = [sectionName(section), page ? t("source.page", { page }) : ""].filter(Boolean).join(", ");
  const parts = [
    el("cite", {}, documentName(card)),
    card.issued_on ? el("span", {}, `${t("source.dated")} `, el("time", { datetime: card.issued_on }, showDate(card.issued_on))) : null,
    card.issuer ? el("span", {}, card.issuer) : null,
    place ? el("span", {}, place) : null,
    el("span", { class: "file", title: t("source.file") }, card.source),
    card.ocr ? el("span", { title: t("source.ocr_more") }, t("source.ocr")) : null,
  ];
  return el("p", { class: "source" }, parts);
}

/** Build the link that opens the reader at a place; ranges count in the document's text. */
export function openLink(card, quotes, values = []) {
  const href = opened(card.id, quotes, values);
  const label = t("source.open_in", { name: documentName(card) });
  return route(href, { class: "button open", "aria-label": label }, t("source.open"));
}

/** Return the citation as it is pasted into a report: the quote and its source. */
export function citationText(card, section, quote) {
  const day = card.issued_on ? ` ${t("source.dated")} ${showDate(card.issued_on)}` : "";
  const place = section ? `, ${sectionName(section)}` : "";
  return `“${quote}” (${documentName(card)}${day}${place})`;
}
