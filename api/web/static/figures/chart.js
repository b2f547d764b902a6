// A series over time as a small drawing: a dot for each figure, a line through the days.

import { svg } from "../core/dom.js";
import { showDate, showNumber } from "../core/text.js";
import { t } from "../core/words.js";

const SIZE = { width: 640, height: 220 };
const PAD = { left: 64, right: 24, top: 16, bottom: 34 };
const STEPS = 4;

/** Build the drawing of a series of at least two days; its table says the same in words. */
export function chart({ indicator, unit, points, clashes }) {
  const dated = points.filter((one) => one.day);
  const times = dated.map((one) => Date.parse(one.day));
  const top = niceTop(Math.max(...dated.map((one) => one.value), 0));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (day) => PAD.left + ((Date.parse(day) - first) / Math.max(last - first, 1)) * (SIZE.width - PAD.left - PAD.right);
  const y = (value) => SIZE.height - PAD.bottom - (value / top) * (SIZE.height - PAD.top - PAD.bottom);
  const single = dated.filter((one) => dated.filter((other) => other.day === one.day).length === 1); // several values of a day are no course
  const line = single.map((one, i) => `${i ? "L" : "M"}${x(one.day).toFixed(1)} ${y(one.value).toFixed(1)}`).join("");
  const label = t("figure.chart", { indicator, unit, count: dated.length, first: showDate(dated[0].day), last: showDate(dated.at(-1).day) });
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": label },
    scale(top, y),
    dates(dated, x),
    line ? svg("path", { class: "line", d: line }) : null,
    dated.map((one) => dot(one, x, y, clashes.has(one.id))),
  );
}

function scale(top, y) {
  return Array.from({ length: STEPS + 1 }, (_, i) => (top * i) / STEPS).flatMap((value) => [
    svg("line", { class: "grid", x1: PAD.left, x2: SIZE.width - PAD.right, y1: y(value), y2: y(value) }),
    svg("text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, showNumber(value, 2)),
  ]);
}

/** Name the first and the last day, and those between that leave room. */
function dates(dated, x) {
  const room = 132;
  const kept = [];
  for (const day of [dated[0].day, dated.at(-1).day, ...dated.map((one) => one.day)]) {
    if (kept.every((other) => Math.abs(x(other) - x(day)) >= room)) {
      kept.push(day);
    }
  }
  return kept.map((day) => {
    const anchor = day === dated[0].day ? "start" : day === dated.at(-1).day ? "end" : "middle";
    return svg("text", { x: x(day), y: SIZE.height - 10, "text-anchor": anchor }, showDate(day));
  });
}

function dot(one, x, y, clashes) {
  const told = `${showDate(one.day)}: ${showNumber(one.value, 2)} ${one.unit}`;
  return svg("circle", { class: clashes ? "dot clash" : "dot", cx: x(one.day), cy: y(one.value), r: 5 }, svg("title", {}, told));
}

/** Round up to a number that divides well. */
function niceTop(value) {
  if (value <= 0) {
    return 1;
  }
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((step) => step * size).find((step) => step >= value);
}
