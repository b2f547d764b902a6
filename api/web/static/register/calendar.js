// The deadlines of a month, day by day.

import { everyPage, get } from "../core/client.js";
import { documentName } from "../core/citations.js";
import { el, route } from "../core/dom.js";
import { changed, opened } from "../core/location.js";
import { showDate, showMonth as monthName, showNumber } from "../core/text.js";
import { t } from "../core/words.js";
import { wantedOf } from "./wanted.js";

const SHOWN = 6; // tasks of a day; the rest are one click away
const DAYS = [1, 2, 3, 4, 5, 6, 7]; // from Monday

/** Fetch the deadlines of a month and show them; without a month the one of the next deadline. */
export async function showMonth(body, state, options) {
  const wanted = wantedOf(state);
  const month = /^\d{4}-\d{2}$/.test(state.month) ? state.month : await nearest(wanted, options);
  const [year, number] = month.split("-").map(Number);
  const last = new Date(year, number, 0).getDate();
  const within = { ...wanted, due_from: `${month}-01`, due_to: `${month}-${last}` };
  const rows = byTask(await everyPage("v1/assignments", within, "assignments", options));
  const days = new Map();
  rows.forEach((row) => days.set(row.due, [...(days.get(row.due) ?? []), row]));
  body.replaceChildren(
    head(year, number),
    el("p", { class: "note" }, rows.length ? t("calendar.count", { count: showNumber(rows.length) }) : t("calendar.none")),
    grid(year, number, last, days),
  );
}

/** Find the month of the next deadline, else of the last one, else this month. */
async function nearest(wanted, options) {
  const today = iso(new Date());
  const next = await get("v1/assignments", { ...wanted, due_from: today, limit: 1 }, options);
  if (next.assignments.length) {
    return next.assignments[0].due.slice(0, 7);
  }
  const before = { ...wanted, due_to: today, limit: 1 };
  const { total } = await get("v1/assignments", before, options);
  const past = total ? await get("v1/assignments", { ...before, offset: total - 1 }, options) : null;
  return (past?.assignments[0]?.due ?? today).slice(0, 7);
}

/** Keep one row of each task: its other agencies have the same deadline. */
function byTask(rows) {
  const found = new Map();
  for (const row of rows) {
    const kept = found.get(row.assignment_id);
    kept ? kept.agencies.push(row) : found.set(row.assignment_id, { ...row, agencies: [row] });
  }
  return [...found.values()];
}

function head(year, number) {
  const to = (step, text, rel) => {
    const day = new Date(year, number - 1 + step, 1);
    return route(changed({ month: iso(day).slice(0, 7), document: "" }), { class: "button", rel }, text);
  };
  return el(
    "div",
    { class: "month-head" },
    to(-1, t("calendar.previous"), "prev"),
    el("h2", {}, monthName(year, number)),
    to(1, t("calendar.next"), "next"),
  );
}

function grid(year, number, last, days) {
  const before = (new Date(year, number - 1, 1).getDay() + 6) % 7;
  const cells = [...Array(before).fill(null), ...Array.from({ length: last }, (_, i) => i + 1)];
  const weeks = [];
  for (let i = 0; i < cells.length; i += 7) {
    weeks.push([...cells.slice(i, i + 7), ...Array(Math.max(0, i + 7 - cells.length)).fill(null)]);
  }
  const cell = (day) => {
    const date = day ? `${year}-${pad(number)}-${pad(day)}` : null;
    const tasks = date ? (days.get(date) ?? []) : [];
    const name = tasks.length ? "day busy" : day ? "day" : "day out";
    return el("td", { class: name, role: "cell" }, day ? el("time", { datetime: date }, String(day)) : null, tasks.length ? taskList(tasks, date) : null);
  };
  return el(
    "table",
    { class: "month", role: "table" },
    el("caption", { class: "unseen" }, monthName(year, number)),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, DAYS.map((day) => el("th", { scope: "col", role: "columnheader" }, t(`weekday.${day}`))))),
    el("tbody", { role: "rowgroup" }, weeks.map((week) => el("tr", { role: "row" }, week.map(cell)))),
  );
}

function taskList(tasks, day) {
  const rest = tasks.length - SHOWN;
  const all = changed({ shape: "", from: day, to: day, month: "", offset: 0 });
  return el(
    "ul",
    {},
    tasks.slice(0, SHOWN).map((row) => el("li", {}, taskLink(row))),
    rest > 0 ? el("li", {}, route(all, { class: "quiet" }, t("calendar.more", { count: rest }))) : null,
  );
}

function taskLink(row) {
  const { citation, agencies } = row;
  const who = agencies.map((one) => one.agency_name ?? one.agency).join(", ");
  const told = `${who}: ${row.task} (${documentName(citation.document)}, ${showDate(row.due)})`;
  const range = row.deadline_span ? [row.deadline_span] : [];
  return route(opened(citation.document.id, [citation], range), { class: "deadline-link", title: told }, el("strong", {}, who), ` ${row.task}`);
}

function iso(date) {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

function pad(number) {
  return String(number).padStart(2, "0");
}
