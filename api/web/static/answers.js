// The typed answers: one card for each quote, the value large, the proof below it.

import { openLink, sourceLine, documentName } from "./citations.js";
import { el, marked } from "./dom.js";
import { TYPES, confidenceName, sectionName } from "./labels.js";
import { codePoints, pieces, showDate, showNumber } from "./text.js";

const LONG = 48;
const VERY_LONG = 140;

/** Join answers that one quote proves: two agencies named in one sentence are one card. */
export function groups(answers) {
  const found = new Map();
  for (const answer of answers) {
    const { document, start, end } = answer.citation;
    const key = [answer.type, document.id, start, end].join(" ");
    found.set(key, [...(found.get(key) ?? []), answer]);
  }
  return [...found.values()];
}

/** Build the list of answers. */
export function answerSection(answers) {
  const cards = groups(answers).map((group, i) => answerCard(group, i === 0));
  return el("section", { class: "answers", "aria-label": "Câu trả lời" }, cards);
}

function answerCard(group, first) {
  const [{ type, citation, confidence, normalized }] = group;
  const values = group.map(({ citation: { value_start: start, value_end: end } }) => ({ start, end }));
  const quote = { start: citation.start, end: citation.end };
  return el(
    "article",
    { class: first ? "card answer first" : "card answer" },
    el(
      "header",
      {},
      el("h2", { class: "type" }, TYPES[type] ?? type),
      el("span", { class: "confidence" }, `Độ tin cậy ${confidenceName(confidence)} (${showNumber(confidence * 100)}%)`),
    ),
    valueBlock(group.map((answer) => showDate(answer.value))),
    note(normalized, citation.quote),
    quoteBlock(citation, values),
    sourceLine(citation.document, citation.section, citation.page),
    el("p", { class: "actions" }, openLink(citation.document, quote, values), copyButton(citation)),
  );
}

function valueBlock(values) {
  const longest = Math.max(...values.map(codePoints));
  const size = longest > VERY_LONG ? "value text" : longest > LONG ? "value long" : "value";
  if (values.length === 1) {
    return el("p", { class: size }, values[0]);
  }
  return el("ul", { class: size }, values.map((value) => el("li", {}, value)));
}

/** Say a resolved date that the quote itself does not spell out. */
function note({ date, rule } = {}) {
  return date && rule ? el("p", { class: "note" }, `Tính ra ngày ${showDate(date)}`) : null;
}

function quoteBlock(citation, values) {
  const inQuote = values.map(({ start, end }) => ({
    start: start - citation.start,
    end: end - citation.start,
    kind: "value-mark",
  }));
  return el("blockquote", {}, marked(pieces(citation.quote, inQuote)));
}

function copyButton(citation) {
  if (!navigator.clipboard) {
    return null; // browsers give no clipboard to pages that came over plain HTTP from another machine
  }
  const { document: card, section, quote } = citation;
  const day = card.issued_on ? ` ngày ${showDate(card.issued_on)}` : "";
  const place = section ? `, ${sectionName(section)}` : "";
  const text = `“${quote}” (${documentName(card)}${day}${place})`;
  const button = el("button", { type: "button", class: "quiet" }, "Sao chép trích dẫn");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Đã sao chép";
    } catch {
      button.textContent = "Không sao chép được";
    }
    setTimeout(() => (button.textContent = "Sao chép trích dẫn"), 2000);
  });
  return button;
}
