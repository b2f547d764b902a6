// How a document is named, and the way into its text.

import { el, route } from "./dom.js";
import { sectionName } from "./labels.js";
import { changed } from "./location.js";
import { capital, showDate } from "./text.js";

/** Name a document in one line: "Công văn số 1023-CV/TU", or its title where it has no number. */
export function documentName(card) {
  if (!card.number) {
    return card.title || card.source;
  }
  return card.kind ? `${capital(card.kind)} số ${card.number}` : `Văn bản số ${card.number}`;
}

/** Build the line that says where something stands. */
export function sourceLine(card, section, page) {
  const place = [sectionName(section), page ? `trang ${page}` : ""].filter(Boolean).join(", ");
  const parts = [
    el("cite", {}, documentName(card)),
    card.issued_on ? el("span", {}, "ngày ", el("time", { datetime: card.issued_on }, showDate(card.issued_on))) : null,
    card.issuer ? el("span", {}, card.issuer) : null,
    place ? el("span", {}, place) : null,
    el("span", { class: "file", title: "Tên tệp" }, card.source),
    card.ocr ? el("span", { title: "Văn bản được nhận dạng từ ảnh, có thể sai chữ" }, "bản quét (OCR)") : null,
  ];
  return el("p", { class: "source" }, parts);
}

/** Build the link that opens the reader at a place; ranges count in the document's text. */
export function openLink(card, quotes, values = []) {
  const href = changed({ document: card.id, quotes, values });
  return route(href, { class: "button open", "aria-label": `Xem trong văn bản: ${documentName(card)}` }, "Xem trong văn bản");
}
