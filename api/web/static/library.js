// The list of documents, page by page.

import { documents } from "./client.js";
import { documentName } from "./citations.js";
import { el, route } from "./dom.js";
import { changed, write } from "./location.js";
import { capital, showDate, showNumber } from "./text.js";

const PAGE = 50;
const section = document.getElementById("documents");

/** Fetch one page of the list and show it. */
export async function showDocuments(offset, options) {
  const page = await documents(PAGE, offset, options);
  const last = offset + page.documents.length;
  const title = el("h1", {}, "Văn bản trong kho");
  if (!page.total) {
    section.replaceChildren(title, emptyNote());
    return page.total;
  }
  const range = `${showNumber(Math.min(offset + 1, page.total))}–${showNumber(last)} trong ${showNumber(page.total)} văn bản`;
  section.replaceChildren(
    title,
    el("p", { class: "note" }, range),
    el("ol", { class: "shelf", start: offset + 1 }, page.documents.map((each) => el("li", {}, entry(each)))),
    pager(offset, page),
  );
  return page.total;
}

/** Tell how documents get into an empty store. */
export function emptyNote() {
  return el("p", { class: "card" }, "Kho chưa có văn bản nào. Nạp văn bản bằng lệnh: ", el("code", {}, "chidao ingest THƯ_MỤC"));
}

function entry(header) {
  const told = [header.issued_on ? `ngày ${showDate(header.issued_on)}` : "", header.issuer, header.signer ? `${header.signer} ký` : ""];
  const about = [header.subject, header.title].find((text) => text && !plainName(header).has(text));
  return el(
    "article",
    { class: "hit" },
    el("h2", {}, documentName(header)),
    el("p", { class: "note" }, told.filter(Boolean).join(" · ")),
    about ? el("p", {}, about) : null,
    el("p", { class: "source" }, el("span", { class: "file" }, header.source), el("span", {}, `${header.passages} đoạn`)),
    el(
      "p",
      { class: "actions" },
      route(changed({ document: header.id, quotes: [], values: [] }), { class: "button open" }, "Đọc"),
      route(write({ view: "ask", within: header.id }), { class: "button" }, "Hỏi trong văn bản này"),
    ),
  );
}

/** Return the texts that would only say the heading again. */
function plainName(header) {
  return new Set([documentName(header), header.number ? capital(`${header.kind} ${header.number}`) : header.title]);
}

function pager(offset, page) {
  const to = (start, text, rel) => route(changed({ offset: start, document: "" }), { class: "button", rel }, text);
  const previous = offset > 0 ? to(Math.max(0, offset - PAGE), "Trang trước", "prev") : null;
  const next = page.next ? to(offset + PAGE, "Trang sau", "next") : null;
  return previous || next ? el("nav", { class: "pager", "aria-label": "Các trang danh sách" }, previous, next) : null;
}
