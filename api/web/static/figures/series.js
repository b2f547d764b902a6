// Figures as series: the same thing counted on several days, and where documents contradict one another.

import { folded } from "../core/text.js";

// Words: "dự án" of two documents may be any projects, "dự án đầu tư công chậm tiến độ" hardly.
const TELLING = 3;

/**
 * Join figures of one indicator, unit, status and issuer; the longest series first.
 *
 * Each issuer has its own series: two provinces that count "thủ tục hành chính" do not count the same ones.
 */
export function seriesOf(figures) {
  const clashing = clashes(figures);
  const found = grouped(figures, (one) => [nameOf(one), folded(one.citation.document.issuer ?? "")].join("|"));
  return [...found.values()].map((points) => toSeries(points, clashing)).sort((a, b) => b.days - a.days || b.points.length - a.points.length);
}

function nameOf({ indicator, unit, status }) {
  return [indicator, unit, status ?? ""].map(folded).join("|");
}

function toSeries(points, clashing) {
  const [{ indicator, unit, status, citation }] = points;
  return {
    indicator,
    unit,
    status,
    issuer: citation.document.issuer,
    points,
    days: grouped(points.filter((one) => one.day), (one) => one.day).size,
    clashes: new Set(points.filter((one) => clashing.has(one.id)).map((one) => one.id)),
  };
}

/** Return the ids of figures of which another document says something else for the same stated day. */
function clashes(figures) {
  const dated = figures.filter((one) => one.as_of && one.indicator.split(/\s+/).length >= TELLING);
  const days = grouped(dated, (one) => `${nameOf(one)}|${one.as_of}`);
  const differing = [...days.values()].filter((some) => distinct(some, (one) => one.value) > 1 && distinct(some, (one) => one.citation.document.id) > 1);
  return new Set(differing.flat().map((one) => one.id));
}

function grouped(items, key) {
  const found = new Map();
  items.forEach((one) => found.set(key(one), [...(found.get(key(one)) ?? []), one]));
  return found;
}

function distinct(items, key) {
  return new Set(items.map(key)).size;
}
