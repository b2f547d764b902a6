// The legend of the marks in a text: what they mean, which are shown, and a list to go to each.

import { el, route } from "../core/dom.js";
import { opened } from "../core/location.js";
import { recall, remember } from "../core/memory.js";
import { showNumber } from "../core/text.js";
import { t } from "../core/words.js";
import { KINDS } from "./marks.js";

const SHOWN = 300; // of a kind in the list; the text marks them all

/** Build the legend; `goTo(i)` brings the mark of entry `i` into sight. Choices show on `text` at once. */
export function legend(entries, text, goTo) {
  const counts = new Map(KINDS.map((kind) => [kind, entries.filter((entry) => entry.kind === kind).length]));
  if (!entries.length) {
    return el("p", { class: "note legend" }, t("marks.none"));
  }
  const hidden = new Set(recall("marks-hidden", []));
  const apply = () => KINDS.forEach((kind) => text.classList.toggle(`without-${kind}`, hidden.has(kind)));
  apply();
  const boxes = KINDS.filter((kind) => counts.get(kind)).map((kind) => {
    const box = el("input", { type: "checkbox", checked: !hidden.has(kind) });
    box.addEventListener("change", () => {
      box.checked ? hidden.delete(kind) : hidden.add(kind);
      remember("marks-hidden", [...hidden]);
      apply();
    });
    return el("label", { class: "legend-kind" }, box, el("span", { class: `${kind}-mark sample` }, t(`marks.${kind}`)), ` ${showNumber(counts.get(kind))}`);
  });
  return el("div", { class: "legend" }, el("fieldset", {}, el("legend", {}, t("marks.legend")), boxes), jumpList(entries, goTo));
}

function jumpList(entries, goTo) {
  const groups = KINDS.map((kind) => [kind, entries.map((entry, i) => ({ entry, i })).filter(({ entry }) => entry.kind === kind)]);
  return el(
    "details",
    { class: "jumps" },
    el("summary", {}, t("marks.jump")),
    groups
      .filter(([, rows]) => rows.length)
      .map(([kind, rows]) => [
        el("h3", {}, t(`marks.${kind}`)),
        el("ol", {}, rows.slice(0, SHOWN).map(({ entry, i }) => jump(entry, () => goTo(i)))),
        rows.length > SHOWN ? el("p", { class: "note" }, t("list.more", { count: showNumber(rows.length - SHOWN) })) : null,
      ])
      .flat(),
  );
}

function jump({ title, detail, document }, go) {
  return el(
    "li",
    {},
    el("button", { type: "button", class: "jump", onclick: go }, el("strong", {}, title), detail ? el("span", {}, detail) : null),
    document ? route(opened(document), { class: "quiet" }, t("marks.open_cited")) : null,
  );
}
