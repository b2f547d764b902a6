// The passages that were found, and what was understood of the question.

import { openLink, sourceLine } from "../core/citations.js";
import { el, facts, marked } from "../core/dom.js";
import { codePoints, pieces, showDate } from "../core/text.js";
import { named, t } from "../core/words.js";

const FOLDED_ABOVE = 420;

/** Build the list of passages, without those that already stand in an answer. */
export function hitSection({ hits, answers }) {
  const shown = new Set(answers.map((answer) => answer.citation.passage_id));
  const others = hits.filter((hit) => !shown.has(hit.passage_id));
  if (!others.length) {
    return null;
  }
  const title = answers.length ? t("passages.others") : t("passages.nearest");
  return el(
    "section",
    { class: "hits", "aria-labelledby": "hits-title" },
    el("h2", { id: "hits-title" }, title),
    el("ol", {}, others.map((hit) => el("li", {}, hitCard(hit)))),
  );
}

function hitCard(hit) {
  const marks = hit.highlights.map((range) => ({ ...range, kind: "term-mark" }));
  const text = el("p", { class: "passage" }, marked(pieces(hit.text, marks)));
  return el(
    "article",
    { class: "hit" },
    sourceLine(hit.document, hit.section, hit.page),
    text,
    el("p", { class: "actions" }, openLink(hit.document, [{ start: hit.start, end: hit.end }]), foldButton(hit, text)),
  );
}

function foldButton(hit, text) {
  if (codePoints(hit.text) <= FOLDED_ABOVE) {
    return null;
  }
  text.classList.add("folded");
  const button = el("button", { type: "button", class: "quiet", "aria-expanded": "false" }, t("passages.unfold"));
  button.addEventListener("click", () => {
    const folded = text.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = t(folded ? "passages.unfold" : "passages.fold");
  });
  return button;
}

/** Build the disclosure of what was understood. */
export function understanding(query) {
  const expansions = query.expansions.map((each) => el("li", {}, `${each.text} → ${each.expanded}`));
  return el(
    "details",
    { class: "understanding" },
    el("summary", {}, t("why.title")),
    facts(
      [
        [t("why.type"), named("type", query.type)],
        [t("why.original"), query.original],
        [t("why.normalized"), query.normalized],
        [t("why.restored"), query.restored],
        [t("why.expansions"), expansions.length ? el("ul", {}, expansions) : ""],
        [t("why.numbers"), query.numbers.join("; ")],
        [t("why.dates"), query.dates.map(showDate).join("; ")],
        [t("why.agencies"), query.agencies.join("; ")],
      ],
      "facts",
    ),
  );
}

/** Tell how a question without tone marks was read; null where nothing was restored. */
export function restoredNote({ original, restored }) {
  if (!restored || restored === original) {
    return null;
  }
  return el("p", { class: "restored" }, `${t("why.restored_note")} `, el("q", {}, restored));
}
