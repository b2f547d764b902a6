// The list of documents, page by page.

import { documentName } from "../core/citations.js";
import { get } from "../core/client.js";
import { el, route, viewTitle } from "../core/dom.js";
import { changed, opened, write } from "../core/location.js";
import { capital, showDate, showNumber } from "../core/text.js";
import { t } from "../core/words.js";

const PAGE = 50;

/** Fetch one page of the list and show it; returns how many documents there are. */
export async function showDocuments(section, { offset }, options) {
  const page = await get("v1/documents", { limit: PAGE, offset }, options);
  const last = offset + page.documents.length;
  const title = viewTitle(t("library.title"));
  if (!page.total) {
    section.replaceChildren(title, emptyNote());
    return page.total;
  }
  const range = t("library.range", { first: showNumber(Math.min(offset + 1, page.total)), last: showNumber(last), total: showNumber(page.total) });
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
  return el("p", { class: "card" }, `${t("library.empty")} `, el("code", {}, `chidao ingest ${t("library.folder")}`));
}

function entry(header) {
  const told = [header.issued_on ? `${t("source.dated")} ${showDate(header.issued_on)}` : "", header.issuer, header.signer ? t("library.signed", { name: header.signer }) : ""];
  const about = [header.subject, header.title].find((text) => text && !plainName(header).has(text));
  return el(
    "article",
    { class: "hit" },
    el("h2", {}, documentName(header)),
    el("p", { class: "note" }, told.filter(Boolean).join(" · ")),
    about ? el("p", {}, about) : null,
    el("p", { class: "source" }, el("span", { class: "file" }, header.source), el("span", {}, t("library.passages", { count: showNumber(header.passages) }))),
    el(
      "p",
      { class: "actions" },
      route(opened(header.id), { class: "button open" }, t("library.read")),
      route(write({ view: "ask", within: header.id }), { class: "button" }, t("library.ask_in")),
    ),
  );
}

/** Return the texts that would only say the heading again. */
function plainName(header) {
  return new Set([documentName(header), header.number ? capital(`${header.kind} ${header.number}`) : header.title]);
}

function pager(offset, page) {
  const to = (start, text, rel) => route(changed({ offset: start, document: "" }), { class: "button", rel }, text);
  const previous = offset > 0 ? to(Math.max(0, offset - PAGE), t("list.previous"), "prev") : null;
  const next = page.next ? to(offset + PAGE, t("list.next"), "next") : null;
  return previous || next ? el("nav", { class: "pager", "aria-label": t("list.pages") }, previous, next) : null;
}
