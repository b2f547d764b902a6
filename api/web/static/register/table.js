// The register as a table, page by page; sorted here where all of it can be fetched.

import { everyPage, get } from "../core/client.js";
import { documentName } from "../core/citations.js";
import { el, route } from "../core/dom.js";
import { changed, opened } from "../core/location.js";
import { capital, folded, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { wantedOf } from "./wanted.js";

const PAGE = 100;
const SORTABLE = 2000; // rows; more are not fetched to be sorted
const COLUMNS = ["due", "agency", "task", "document"];
const BY = {
  due: (row) => row.due ?? "9999",
  agency: (row) => folded(row.agency_name ?? row.agency),
  document: (row) => row.citation.document.issued_on ?? "",
};

/** Fetch a page of rows and show it. */
export async function showRows(body, state, options) {
  const { rows, total } = await pageOf(state, options);
  if (!total) {
    body.replaceChildren(el("p", { class: "card" }, t("register.none")));
    return;
  }
  const range = { first: showNumber(state.offset + 1), last: showNumber(state.offset + rows.length), total: showNumber(total) };
  const tooMany = state.sort && total > SORTABLE;
  body.replaceChildren(
    el("p", { class: "note" }, t("register.range", range)),
    tooMany ? el("p", { class: "note warn" }, t("register.too_many", { most: showNumber(SORTABLE) })) : "",
    table(rows, state),
    pager(state, total) ?? "",
  );
}

async function pageOf(state, options) {
  const wanted = wantedOf(state);
  const first = await get("v1/assignments", { ...wanted, limit: PAGE, offset: state.offset }, options);
  if (!state.sort || first.total > SORTABLE) {
    return { rows: first.assignments, total: first.total };
  }
  const all = await everyPage("v1/assignments", wanted, "assignments", options);
  const [name, down] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
  const key = BY[name] ?? BY.due;
  const order = (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  all.sort((a, b) => (down ? order(b, a) : order(a, b)));
  return { rows: all.slice(state.offset, state.offset + PAGE), total: first.total };
}

function table(rows, state) {
  // The roles stay where a narrow screen shows rows as cards and CSS takes the table apart.
  return el(
    "table",
    { class: "cards register", role: "table" },
    el("caption", { class: "unseen" }, t("register.title")),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, COLUMNS.map((name) => heading(name, state)))),
    el("tbody", { role: "rowgroup" }, rows.map(rowOf)),
  );
}

function heading(name, state) {
  if (!(name in BY)) {
    return el("th", { scope: "col", role: "columnheader" }, t(`column.${name}`));
  }
  const sorted = state.sort === name ? "ascending" : state.sort === `-${name}` ? "descending" : null;
  const href = changed({ sort: state.sort === name ? `-${name}` : name, offset: 0 });
  const mark = sorted ? el("span", { "aria-hidden": "true" }, sorted === "ascending" ? " ▲" : " ▼") : null;
  return el("th", { scope: "col", role: "columnheader", "aria-sort": sorted }, route(href, { class: "sorter" }, t(`column.${name}`), mark));
}

function rowOf(row) {
  const { citation } = row;
  const card = citation.document;
  const cell = (name, ...children) => el("td", { role: "cell", class: `of-${name}`, "data-label": t(`column.${name}`) }, ...children);
  const proof = opened(card.id, [citation], [{ start: citation.value_start, end: citation.value_end }]);
  return el(
    "tr",
    { role: "row" },
    cell("due", due(row)),
    cell("agency", el("strong", {}, capital(row.agency_name ?? row.agency)), el("span", { class: "role" }, capital(named("role", row.role))), via(row)),
    cell("task", el("p", { class: "task-text" }, row.task), row.headings.length ? el("p", { class: "note" }, row.headings.at(-1)) : null),
    cell("document", route(proof, { class: "proof" }, documentName(card)), el("span", { class: "note" }, showDate(card.issued_on))),
  );
}

/** Say when a task is due: a day, a rhythm, or the words of the document. */
export function due({ due: day, recurrence, deadline }) {
  if (day) {
    return el("time", { datetime: day }, showDate(day));
  }
  const rhythm = recurrence ? named("recurrence", recurrence.replace("R/", "")) : "";
  const told = rhythm && !rhythm.startsWith("P") ? rhythm : deadline;
  return told ? el("span", {}, capital(told)) : el("span", { class: "note" }, t("register.no_deadline"));
}

function via(row) {
  return row.via && row.via !== "name" ? el("span", { class: "note" }, t(`via.${row.via}`, { name: row.agency })) : null;
}

function pager(state, total) {
  const to = (offset, text, rel) => route(changed({ offset, document: "" }), { class: "button", rel }, text);
  const previous = state.offset > 0 ? to(Math.max(0, state.offset - PAGE), t("list.previous"), "prev") : null;
  const next = state.offset + PAGE < total ? to(state.offset + PAGE, t("list.next"), "next") : null;
  return previous || next ? el("nav", { class: "pager", "aria-label": t("list.pages") }, previous, next) : null;
}
