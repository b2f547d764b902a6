// Tables that become cards where there is no room for columns.

import { el } from "./dom.js";
import { t } from "./words.js";

/**
 * Build a table; `columns` name phrases, each row is {cells, name} with one cell for each column.
 *
 * The roles are said once more because a style sheet that shows rows as cards takes the table apart.
 */
export function table(caption, columns, rows, name = "plain") {
  const heads = columns.map((column) => el("th", { scope: "col", role: "columnheader" }, t(`column.${column}`)));
  return el(
    "table",
    { class: `cards ${name}`, role: "table" },
    el("caption", { class: "unseen" }, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
    el("tbody", { role: "rowgroup" }, rows.map((row) => tableRow(columns, row))),
  );
}

/** Build one row of such a table. */
export function tableRow(columns, { cells, name = null }) {
  const labelled = cells.map((cell, i) => el("td", { role: "cell", "data-label": t(`column.${columns[i]}`) }, cell));
  return el("tr", { role: "row", class: name }, labelled);
}
