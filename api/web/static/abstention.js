// No answer: say why, and offer the way on.

import { documentName } from "./citations.js";
import { el, route } from "./dom.js";
import { REASONS, TYPES } from "./labels.js";
import { changed } from "./location.js";
import { showDate } from "./text.js";

const FALLBACK = { title: "Chưa có câu trả lời", text: "Không đủ căn cứ để trả lời.", advice: "" };

/** Build the card of an abstention. */
export function abstentionCard({ reason, query, candidates = [], hits }) {
  const said = REASONS[reason] ?? FALLBACK;
  const text = reason === "slot_not_stated" ? `${said.text} ${slotName(query.type)}.` : said.text;
  const choices = reason === "ambiguous_document" ? choiceList(candidates) : null;
  return el(
    "section",
    { class: "card abstention", "aria-label": "Không có câu trả lời" },
    el("h2", {}, said.title),
    el("p", {}, text),
    el("p", { class: "note" }, said.advice),
    choices,
    hits.length && !choices ? el("p", { class: "note" }, "Những đoạn gần nhất được liệt kê bên dưới để tham khảo.") : null,
  );
}

/** Say what is missing: "người ký"; a question of no particular type misses "điều được hỏi". */
function slotName(type) {
  return type === "span" || !TYPES[type] ? "điều được hỏi" : TYPES[type].toLocaleLowerCase("vi");
}

function choiceList(candidates) {
  if (!candidates.length) {
    return null;
  }
  return el("ul", { class: "choices", "aria-label": "Các văn bản có thể được hỏi" }, candidates.map(choice));
}

/** Build the link that asks the same question of one document. */
function choice(card) {
  const href = changed({ within: card.id, document: "", quotes: [], values: [] });
  const told = [
    card.issued_on ? `ngày ${showDate(card.issued_on)}` : "không rõ ngày",
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
