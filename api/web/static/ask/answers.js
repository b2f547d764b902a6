// The typed answers: one card for each quote, the value large, the proof below it.

import { citationText, openLink, sourceLine } from "../core/citations.js";
import { el, marked } from "../core/dom.js";
import { confidenceName } from "../core/labels.js";
import { codePoints, pieces, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { thumbs } from "./feedback.js";

const LONG = 48;
const VERY_LONG = 140;

/** Join answers that one quote proves, or one list of a header: two agencies of one sentence are one card. */
export function groups(answers) {
  const found = new Map();
  for (const answer of answers) {
    const { document, passage_id: passage, start, end } = answer.citation;
    const place = passage === null ? "header" : `${start}-${end}`;
    const key = [answer.type, document.id, place].join(" ");
    found.set(key, [...(found.get(key) ?? []), answer]);
  }
  return [...found.values()];
}

/** Build the list of answers to a question. */
export function answerSection(answers, question) {
  const cards = groups(answers).map((group, i) => answerCard(group, i === 0, question));
  return el("section", { class: "answers", "aria-label": t("answer.section") }, cards);
}

function answerCard(group, first, question) {
  const [{ type, citation, confidence, normalized }] = group;
  const proofs = quotes(group);
  const values = proofs.flatMap((proof) => proof.values);
  return el(
    "article",
    { class: first ? "card answer first" : "card answer" },
    el(
      "header",
      {},
      el("h2", { class: "type" }, named("type", type)),
      el("span", { class: "confidence" }, t("confidence.told", { name: confidenceName(confidence), percent: showNumber(confidence * 100) })),
    ),
    isWhole(proofs) ? el("blockquote", { class: "whole" }, valueBlock(group)) : valueBlock(group),
    note(normalized),
    isWhole(proofs) ? null : proofs.map(quoteBlock),
    sourceLine(citation.document, citation.section, citation.page),
    el("p", { class: "actions" }, openLink(citation.document, proofs, values), copyButton(citation, proofs), thumbs(question, group[0])),
  );
}

/** Return the different quotes of a group, each with the places of its values, in the order of the text. */
function quotes(group) {
  const found = new Map();
  for (const { citation } of group) {
    const { start, end, quote, value_start: from, value_end: to } = citation;
    const proof = found.get(start) ?? { start, end, quote, values: [] };
    proof.values.push({ start: from, end: to });
    found.set(start, proof);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** Tell whether the answer is the quote, word for word: then it is shown once. */
function isWhole([proof, ...others]) {
  const [value] = proof.values;
  return others.length === 0 && proof.values.length === 1 && value.start === proof.start && value.end === proof.end;
}

function valueBlock(group) {
  const longest = Math.max(...group.map((answer) => codePoints(answer.value)));
  const size = longest > VERY_LONG ? "value longest" : longest > LONG || group.length > 2 ? "value long" : "value";
  const shown = group.map(({ value, normalized }) => [showDate(value), detail(value, normalized)]);
  if (shown.length === 1) {
    return el("p", { class: size }, shown[0]);
  }
  return el("ul", { class: size }, shown.map((parts) => el("li", {}, parts)));
}

/** Tell the state and the day that a figure is of, where its words do not. */
function detail(value, { status, as_of: day }) {
  const told = [status && value.includes(status) ? "" : status, day ? t("answer.as_of", { day: showDate(day) }) : ""].filter(Boolean).join(", ");
  return told ? el("span", { class: "detail" }, ` ${told}`) : null;
}

/** Say a resolved date that the quote itself does not spell out. */
function note({ date, rule }) {
  return date && rule ? el("p", { class: "note" }, t("answer.reckoned", { day: showDate(date) })) : null;
}

function quoteBlock({ start, quote, values }) {
  const marks = values.map((range) => ({ start: range.start - start, end: range.end - start, kind: "value-mark" }));
  return el("blockquote", {}, marked(pieces(quote, marks)));
}

function copyButton(citation, proofs) {
  if (!navigator.clipboard) {
    return null; // browsers give no clipboard to pages that came over plain HTTP from another machine
  }
  const { document: card, section } = citation;
  const quote = proofs.map((proof) => proof.quote).join(" ");
  const text = citationText(card, section, quote);
  const button = el("button", { type: "button", class: "quiet", title: t("answer.copy_more") }, t("answer.copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t("answer.copied");
    } catch {
      button.textContent = t("answer.not_copied");
    }
    setTimeout(() => (button.textContent = t("answer.copy")), 2000);
  });
  return button;
}
