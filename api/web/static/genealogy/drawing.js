// A family as a drawing: one row for each generation, what is rested on above what rests on it.

import { svg } from "../core/dom.js";
import { write } from "../core/location.js";
import { named } from "../core/words.js";
import { workName, workNote } from "./works.js";

const BOX = { width: 216, height: 86 };
const GAP = 26;
const ROW_GAP = 76;
const MARGIN = 16;
const PER_ROW = 6; // a generation of twenty breaks into lines rather than run off the page
const LINE = 17;
let drawn = 0; // drawings on this page; their arrowheads need names of their own

/** Build the drawing. The list beside it says the same to those who do not see it. */
export function drawing(family) {
  const places = placesOf(family);
  const across = Math.max(...[...places.values()].map(({ x }) => x)) + BOX.width + MARGIN;
  const down = Math.max(...[...places.values()].map(({ y }) => y)) + BOX.height + MARGIN;
  drawn += 1;
  const arrow = `arrow-${drawn}`;
  const edges = family.links.map((link) => edge(link, places, arrow, turnOf(link, family.links)));
  const boxes = family.works.map((work) => box(work, places.get(work.id), work.id === family.work));
  return svg(
    "svg",
    { class: "family", viewBox: `0 0 ${across} ${down}`, width: across, height: down, "aria-hidden": "true" },
    svg("defs", {}, svg("marker", { id: arrow, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto" }, svg("path", { class: "tip", d: "M0 0L8 4L0 8z" }))),
    edges,
    boxes,
  );
}

/** Return the upper left corner of each box; rows are centred and follow what they rest on. */
function placesOf({ works, links }) {
  const above = new Map(links.map((link) => [link.citing, link.cited]));
  const rows = new Map();
  works.forEach((work) => rows.set(work.generation, [...(rows.get(work.generation) ?? []), work]));
  const widest = Math.min(PER_ROW, Math.max(...[...rows.values()].map((row) => row.length)));
  const full = widest * (BOX.width + GAP) - GAP;
  const places = new Map();
  let top = MARGIN;
  for (const generation of [...rows.keys()].sort((a, b) => a - b)) {
    const order = [...rows.get(generation)].sort((a, b) => left(a) - left(b));
    for (let i = 0; i < order.length; i += PER_ROW) {
      const line = order.slice(i, i + PER_ROW);
      const start = MARGIN + (full - (line.length * (BOX.width + GAP) - GAP)) / 2;
      line.forEach((work, k) => places.set(work.id, { x: start + k * (BOX.width + GAP), y: top }));
      top += BOX.height + (i + PER_ROW < order.length ? GAP : ROW_GAP);
    }
  }
  return places;

  function left(work) {
    return places.get(above.get(work.id))?.x ?? 0;
  }
}

function box(work, { x, y }, asked) {
  const name = ["box", work.documents.length ? "" : "absent", asked ? "asked" : "", work.validity.status].filter(Boolean).join(" ");
  const names = wrap(workName(work), 24, 2);
  const notes = wrap(workNote(work), 33, 4 - names.length);
  const lines = [...names.map((line) => ["name", line]), ...notes.map((line) => ["note", line])];
  const href = write({ view: "genealogy", number: work.number ?? "", issued: work.issued_on ?? "" });
  return svg(
    work.number ? "a" : "g",
    work.number ? { href, "data-route": "", tabindex: -1 } : {},
    svg("title", {}, work.title || workName(work)),
    svg("rect", { class: name, x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    lines.map(([kind, line], i) => svg("text", { class: kind, x: x + 12, y: y + 22 + i * LINE }, line)),
  );
}

/** Draw an arrow from the later document up to the one it rests on, and say the relation beside it. */
function edge({ citing, cited, relation, citation }, places, arrow, turn) {
  const [from, to] = [places.get(citing), places.get(cited)];
  const [x, y] = [from.x + BOX.width / 2, from.y];
  const [toX, toY] = [to.x + BOX.width / 2, to.y + BOX.height];
  const middle = (y + toY) / 2;
  const at = Math.min(0.22 + 0.16 * turn, 0.7); // the words of several arrows from one box stand apart
  const curve = `M${x} ${y}C${x} ${middle} ${toX} ${middle} ${toX} ${toY + 2}`;
  return svg(
    "g",
    { class: `edge ${relation}` },
    svg("title", {}, citation.quote),
    svg("path", { d: curve, "marker-end": `url(#${arrow})` }),
    svg("text", { ...onCurve(at, [x, y], middle, [toX, toY]), "text-anchor": "middle" }, named("relation", relation)),
  );
}

/** Return which of the arrows from its box a link is, from 0. */
function turnOf(link, links) {
  return links.filter((one) => one.citing === link.citing).indexOf(link);
}

/** Return the place at a share of an arrow's curve. */
function onCurve(share, [x, y], middle, [toX, toY]) {
  const [a, b, c, d] = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share ** 2 * (1 - share), share ** 3];
  return { x: (a + b) * x + (c + d) * toX, y: a * y + (b + c) * middle + d * toY };
}

/** Break a text into lines of about so many letters; what does not fit ends in an ellipsis. */
export function wrap(text, width, most) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length <= width || !lines.at(-1)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  const kept = lines.slice(0, most).map((line) => (line.length > width + 2 ? `${line.slice(0, width)}…` : line));
  if (lines.length > most && kept.length) {
    kept[kept.length - 1] = `${kept.at(-1).slice(0, width - 1)}…`;
  }
  return kept.filter(Boolean);
}
