// What was read out of a document - tasks, references, figures - as places in its text.

import { documentPath, everyPage, get } from "../core/client.js";
import { capital, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";

export const KINDS = ["task", "deadline", "reference", "figure"];

/** Fetch what was read out of a document: entries of {kind, title, detail, start, ranges}, in the order of the text. */
export async function entriesOf(id, options) {
  const [rows, cited, counted] = await Promise.all([
    everyPage("v1/assignments", { document: id }, "assignments", options),
    get(documentPath(id, "/references"), {}, options),
    everyPage("v1/figures", { document: id }, "figures", options),
  ]);
  const found = [...tasks(rows), ...deadlines(rows), ...cited.references.map(reference), ...counted.map(figure)];
  return found.sort((a, b) => a.start - b.start);
}

/** Return the entries as ranges of the text; each knows its entry by its place in the list: "at-3". */
export function rangesOf(entries) {
  return entries.flatMap((entry, i) =>
    entry.ranges.flatMap(({ start, end, kind }) => [
      { start, end, kind: `${kind}-mark` },
      { start, end, kind: `at-${i}` },
    ]),
  );
}

/** Join the rows of one task: a task of three agencies is marked once, each of its agencies by itself. */
function tasks(rows) {
  const found = new Map();
  for (const row of rows) {
    const kept = found.get(row.assignment_id) ?? { row, agencies: [] };
    kept.agencies.push(row);
    found.set(row.assignment_id, kept);
  }
  return [...found.values()].map(({ row, agencies }) => ({
    kind: "task",
    title: agencies.map((one) => `${capital(named("role", one.role))}: ${one.agency_name ?? one.agency}`).join("; "),
    detail: row.task,
    start: row.task_span.start,
    ranges: [{ ...row.task_span, kind: "task" }, ...agencies.map((one) => ({ ...one.agency_span, kind: "agency" }))],
  }));
}

function deadlines(rows) {
  const dated = rows.filter((row) => row.deadline_span);
  const found = new Map(dated.map((row) => [`${row.deadline_span.start}-${row.deadline_span.end}`, row]));
  return [...found.values()].map((row) => ({
    kind: "deadline",
    title: row.deadline,
    detail: [row.due ? t("register.due_on", { day: showDate(row.due) }) : "", row.rule].filter(Boolean).join(" · "),
    start: row.deadline_span.start,
    ranges: [{ ...row.deadline_span, kind: "deadline" }],
  }));
}

function reference(one) {
  const name = [one.kind ? capital(one.kind) : "", one.number ?? ""].filter(Boolean).join(" ") || t("marks.unnumbered");
  return {
    kind: "reference",
    title: `${capital(named("relation", one.relation))}: ${name}`,
    detail: [one.issued_on ? showDate(one.issued_on) : "", one.issuer, one.documents.length ? "" : t("work.absent")].filter(Boolean).join(" · "),
    start: one.span.start,
    ranges: [{ ...one.span, kind: "reference" }],
    document: one.documents[0] ?? null,
  };
}

function figure(one) {
  const { value_start: start, value_end: end } = one.citation;
  return {
    kind: "figure",
    title: `${showNumber(one.value, 2)} ${one.unit}`.trim(),
    detail: [one.indicator === one.unit ? "" : one.indicator, one.status, one.complete === false ? t("figure.unequal") : ""].filter(Boolean).join(" · "),
    start,
    ranges: [{ start, end, kind: "figure" }],
  };
}
