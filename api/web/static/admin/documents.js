// The documents for who keeps them: their labels, and taking them out.

import { documentPath, get, send } from "../core/client.js";
import { documentName } from "../core/citations.js";
import { choose, el, route } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { changed, opened } from "../core/location.js";
import { table, tableRow } from "../core/table.js";
import { showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { may, whoAmI } from "./me.js";

const PAGE = 50;

/** Build the list of documents with what can be done to each. */
export async function documentsPart({ offset }, options) {
  const page = await get("v1/documents", { limit: PAGE, offset }, options);
  const said = el("p", { class: "note", role: "status" });
  const last = offset + page.documents.length;
  const range = t("library.range", { first: showNumber(Math.min(offset + 1, page.total)), last: showNumber(last), total: showNumber(page.total) });
  const labelled = page.documents.some((one) => one.label !== undefined);
  const columns = ["document", "file", ...(labelled ? ["label"] : []), "action"];
  const body = table(t("nav.documents"), columns, []);
  body.tBodies[0].append(...page.documents.map((one) => row(one, columns, (text) => (said.textContent = text))));
  return el(
    "section",
    { class: "admin-part card" },
    el("h2", {}, t("nav.documents")),
    el("p", { class: "note" }, range),
    said,
    body,
    pager(offset, page.total),
  );
}

function row(header, columns, say) {
  const cells = [
    el("span", {}, route(opened(header.id), {}, documentName(header)), el("span", { class: "note" }, ` ${showDate(header.issued_on)}`)),
    el("span", { class: "file" }, header.source),
    ...(columns.includes("label") ? [labelOf(header, say)] : []),
    deletion(header, say, () => line.remove()),
  ];
  const line = tableRow(columns, { cells });
  return line;
}

function labelOf(header, say) {
  if (!may("admin")) {
    return named("label", header.label);
  }
  const labels = [...new Set([...whoAmI().labels, header.label])];
  const control = choose("label", labels.map((one) => [one, named("label", one)]), header.label, { "aria-label": t("admin.label_of", { name: documentName(header) }) });
  control.addEventListener("change", async () => {
    try {
      await send("PATCH", documentPath(header.id), { label: control.value });
      header.label = control.value;
      say(t("admin.labelled", { name: documentName(header), label: named("label", control.value) }));
    } catch (error) {
      control.value = header.label;
      say(explain(error));
    }
  });
  return control;
}

/** Build the button that deletes; it asks once more in its own place. */
function deletion(header, say, gone) {
  const place = el("span", { class: "confirm" });
  const name = documentName(header);
  const reset = () => place.replaceChildren(el("button", { type: "button", class: "quiet", "aria-label": t("admin.delete_of", { name }), onclick: confirm }, t("admin.delete")));
  const confirm = () => {
    const sure = el("button", { type: "button", class: "button danger", onclick: remove }, t("admin.delete_sure"));
    place.replaceChildren(sure, el("button", { type: "button", class: "quiet", onclick: reset }, t("admin.keep")));
    sure.focus();
  };
  async function remove() {
    try {
      await send("DELETE", documentPath(header.id));
      say(t("admin.deleted", { name }));
      gone();
    } catch (error) {
      say(explain(error));
      reset();
    }
  }
  reset();
  return place;
}

function pager(offset, total) {
  const to = (start, text, rel) => route(changed({ offset: start }), { class: "button", rel }, text);
  const previous = offset > 0 ? to(Math.max(0, offset - PAGE), t("list.previous"), "prev") : null;
  const next = offset + PAGE < total ? to(offset + PAGE, t("list.next"), "next") : null;
  return previous || next ? el("nav", { class: "pager", "aria-label": t("list.pages") }, previous, next) : null;
}
