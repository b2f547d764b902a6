// Figures as series: the same thing counted on several days, and where documents contradict one another.

import { folded } from "../core/text.js";

/** Join figures of one indicator, unit and status; the longest series first. */
export function seriesOf(figures) {
  const found = new Map();
  for (const one of figures) {
    const key = [one.indicator, one.unit, one.status ?? ""].map(folded).join("|");
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].map(toSeries).sort((a, b) => b.days - a.days || b.points.length - a.points.length);
}

function toSeries(points) {
  const [{ indicator, unit, status }] = points;
  const dated = points.filter((one) => one.day);
  return { indicator, unit, status, points, days: new Set(dated.map((one) => one.day)).size, clashes: clashesOf(points) };
}

/** Return the days of which documents say different values; two places of one document may mean two things. */
function clashesOf(points) {
  const days = new Map();
  points.filter((one) => one.as_of ?? one.day).forEach((one) => days.set(one.as_of ?? one.day, [...(days.get(one.as_of ?? one.day) ?? []), one]));
  return [...days]
    .filter(([, some]) => new Set(some.map((one) => one.value)).size > 1 && new Set(some.map((one) => one.citation.document.id)).size > 1)
    .map(([day]) => day);
}
