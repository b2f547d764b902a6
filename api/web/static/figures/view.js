// Figures: what documents count and measure, as series over time, each with its proof.

import { everyPage, get } from "../core/client.js";
import { documentName } from "../core/citations.js";
import { el, field, route, viewTitle } from "../core/dom.js";
import { opened, write } from "../core/location.js";
import { nameBox } from "../core/namebox.js";
import { go } from "../core/navigation.js";
import { table } from "../core/table.js";
import { capital, folded, numberIn, showDate, showNumber } from "../core/text.js";
import { t } from "../core/words.js";
import { chart } from "./chart.js";
import { seriesOf } from "./series.js";

const SHOWN = 30;
const ROWS = 200;
const EXAMPLES = 14;
const SAMPLE = 500;

/** Show the figures that the state asks for; without a wish, what there is to ask for. */
export async function showFigures(section, state, options) {
  const body = el("div", { class: "figures" });
  section.replaceChildren(viewTitle(t("figure.title")), el("p", { class: "note" }, t("figure.about")), wishForm(state), body);
  if (!state.words && !state.number) {
    const { figures } = await get("v1/figures", { limit: SAMPLE }, options);
    body.replaceChildren(examples(figures));
    return;
  }
  const found = await everyPage("v1/figures", { indicator: state.words, number: state.number }, "figures", options);
  const all = seriesOf(found);
  const courses = all.filter((one) => one.days > 1 || one.clashes.size);
  body.replaceChildren(
    el("p", { class: "note" }, found.length ? t("figure.count", { count: showNumber(found.length), series: showNumber(all.length) }) : t("figure.none")),
    ...courses.slice(0, SHOWN).map(seriesPart),
    ...singlePart(all.filter((one) => !courses.includes(one)).flatMap((one) => one.points)),
  );
}

function wishForm(state) {
  const form = el(
    "form",
    { class: "narrow card", role: "search", "aria-label": t("figure.title") },
    field(t("figure.words"), el("input", { name: "words", value: state.words, maxlength: 300 }), "field wide"),
    field(t("register.number"), nameBox("number", state.number, "document")),
    el("p", { class: "actions" }, el("button", { class: "primary", type: "submit" }, t("figure.show"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = new FormData(form);
    go(write({ view: "figures", words: told.get("words").trim(), number: numberIn(told.get("number").trim()) }));
  });
  return form;
}

function examples(figures) {
  const names = new Map(seriesOf(figures).map(({ indicator }) => [folded(indicator), indicator]));
  const telling = [...names.values()].filter((name) => name.length > 3 && name.length < 60).slice(0, EXAMPLES);
  if (!telling.length) {
    return el("p", { class: "card" }, t("figure.empty"));
  }
  const chips = telling.map((indicator) => el("li", {}, route(write({ view: "figures", words: indicator }), { class: "chip" }, capital(indicator))));
  return el("div", {}, el("h2", {}, t("figure.examples")), el("ul", { class: "chips" }, chips));
}

function seriesPart(series) {
  const { indicator, unit, status, issuer, points, days, clashes } = series;
  const name = [capital(indicator), status, indicator.includes(unit) ? "" : `(${unit})`].filter(Boolean).join(" ");
  return el(
    "section",
    { class: "series card" },
    el("h2", {}, name),
    issuer ? el("p", { class: "note" }, issuer) : null,
    clashes.size ? el("p", { class: "warn", role: "note" }, t("figure.clash", { days: clashDays(points, clashes) })) : null,
    days > 1 ? chart(series) : null,
    pointsTable(points, name, clashes),
  );
}

/** Build one table of the figures that stand alone: they have no course to draw. */
function singlePart(points) {
  if (!points.length) {
    return [];
  }
  const rest = points.length - ROWS;
  return [
    el(
      "section",
      { class: "series card" },
      el("h2", {}, t("figure.singles")),
      pointsTable(points.slice(0, ROWS), t("figure.singles"), new Set(), true),
      rest > 0 ? el("p", { class: "note" }, t("list.more", { count: showNumber(rest) })) : null,
    ),
  ];
}

function clashDays(points, clashes) {
  const days = new Set(points.filter((one) => clashes.has(one.id)).map((one) => one.as_of));
  return [...days].map(showDate).join("; ");
}

function pointsTable(points, name, clashes, named = false) {
  const columns = ["day", ...(named ? ["indicator"] : []), "value", "document"];
  const rows = points.map((one) => {
    const { citation } = one;
    const href = opened(citation.document.id, [citation], [{ start: citation.value_start, end: citation.value_end }]);
    const cells = [
      one.day ? el("time", { datetime: one.day }, showDate(one.day)) : t("figure.undated"),
      ...(named ? [[capital(one.indicator), one.status].filter(Boolean).join(", ")] : []),
      el("span", { class: "amount" }, `${showNumber(one.value, 2)} ${one.unit}`, parts(one)),
      route(href, {}, documentName(citation.document)),
    ];
    return { cells, name: clashes.has(one.id) ? "clash" : null };
  });
  return table(name, columns, rows);
}

/** Say whether the parts that a document gives sum to their total. */
function parts({ complete, parts: below, rest }) {
  if (complete === null || !below.length) {
    return null;
  }
  const text = complete ? t("figure.sums", { count: below.length }) : t("figure.rest", { rest: showNumber(rest, 2) });
  return el("span", { class: complete ? "note" : "note warn" }, ` ${text}`);
}
