// No answer: say why, and offer the way on.

import { documentName } from "../core/citations.js";
import { el, route } from "../core/dom.js";
import { changed } from "../core/location.js";
import { showDate } from "../core/text.js";
import { isPhrase, language, named, t } from "../core/words.js";

/** Build the card of an abstention. */
export function abstentionCard({ reason, query, candidates = [], hits }) {
  const key = isPhrase(`reason.${reason}.title`) ? `reason.${reason}` : "reason.other";
  const choices = reason === "ambiguous_document" ? choiceList(candidates) : null;
  return el(
    "section",
    { class: "card abstention", "aria-label": t("abstention.section") },
    el("h2", {}, t(`${key}.title`)),
    el("p", {}, t(`${key}.text`, { slot: slotName(query.type) })),
    el("p", { class: "note" }, t(`${key}.advice`)),
    choices,
    hits.length && !choices ? el("p", { class: "note" }, t("abstention.nearest")) : null,
  );
}

/** Say what is missing: "người ký"; a question of no particular type misses "điều được hỏi". */
function slotName(type) {
  return type === "span" ? t("abstention.what_was_asked") : named("type", type).toLocaleLowerCase(language);
}

function choiceList(candidates) {
  if (!candidates.length) {
    return null;
  }
  return el("ul", { class: "choices", "aria-label": t("abstention.choices") }, candidates.map(choice));
}

/** Build the link that asks the same question of one document. */
function choice(card) {
  const href = changed({ within: card.id, document: "", quotes: [], values: [] });
  const told = [
    card.issued_on ? `${t("source.dated")} ${showDate(card.issued_on)}` : t("abstention.undated"),
    card.issuer || "",
    card.number ? card.title : "",
  ];
  return el(
    "li",
    {},
    route(
      href,
      { class: "choice" },
      el("strong", {}, documentName(card)),
      el("span", {}, told.filter(Boolean).join(" · ")),
      el("span", { class: "file" }, card.source),
    ),
  );
}
