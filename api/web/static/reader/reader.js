// The document reader: header facts, then the whole text with the quote, the value and all that was read marked.

import { documentName } from "../core/citations.js";
import { documentPath, get, textOf } from "../core/client.js";
import { el, facts, route } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { opened } from "../core/location.js";
import { capital, pieces, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { legend } from "./legend.js";
import { entriesOf, rangesOf } from "./marks.js";
import { pageChooser, pageMarker, pageRanges } from "./pages.js";
import { earlierVersions, validityBanner, waysOn } from "./standing.js";

const pane = document.getElementById("reader");
const MOST_KEPT = 20;
const kept = new Map();
let shown = null;
let opener = null;
let loading = null;

/** Fetch a document once; its id is a digest of its text, so it never changes. */
async function fetched(id, signal) {
  if (!kept.has(id)) {
    const [header, text] = await Promise.all([get(documentPath(id), {}, { signal }), textOf(documentPath(id, "/text"), { signal })]);
    kept.set(id, { header, text });
    if (kept.size > MOST_KEPT) {
      kept.delete(kept.keys().next().value);
    }
  }
  return kept.get(id);
}

/** Show what the state asks for; focus moves only when a person opened the reader. */
export async function showReader({ document: id, quotes, values }, byHand) {
  const wanted = id ? JSON.stringify([id, quotes, values]) : null;
  if (wanted === shown) {
    return;
  }
  loading?.abort();
  shown = wanted;
  if (!id) {
    closeReader();
    return;
  }
  if (byHand && !pane.contains(document.activeElement)) {
    opener = document.activeElement;
  }
  loading = new AbortController();
  await fill(id, quotes, values, byHand, loading.signal);
}

async function fill(id, quotes, values, byHand, signal) {
  pane.hidden = false;
  document.body.classList.add("reading");
  try {
    const { header, text } = await fetched(id, signal);
    if (signal.aborted) {
      return;
    }
    const body = el("div", { class: "text" });
    const aids = el("div", { class: "aids" });
    const draw = (entries) => body.replaceChildren(...textLines(header, text, quotes, values, entries));
    draw([]);
    pane.replaceChildren(bar(documentName(header), pageChooser(header.page_starts, toPage)), sheet(header, aids, body));
    scrollToQuote();
    focusTitle(byHand);
    await addAids(header, { body, aids, draw }, signal);
  } catch (error) {
    if (error.name === "AbortError") {
      return;
    }
    if (!("slug" in error)) {
      throw error;
    }
    pane.replaceChildren(bar(t("reader.failed")), el("p", { class: "failure", role: "alert" }, explain(error)));
    focusTitle(byHand);
  }
}

/** Add what is fetched after the text: its marks, its standing, its file; the place that is read stays in sight. */
async function addAids(header, { body, aids, draw }, signal) {
  const options = { signal };
  const [entries, banner, versions, ways] = await Promise.all([
    entriesOf(header.id, options).catch((error) => (error.name === "AbortError" ? Promise.reject(error) : [])),
    validityBanner(header, options),
    earlierVersions(header.id, options),
    waysOn(header, options),
  ]);
  if (signal.aborted) {
    return;
  }
  const sheetNode = pane.querySelector(".sheet");
  const before = body.getBoundingClientRect().top;
  draw(entries);
  aids.replaceChildren(...[banner, ways, legend(entries, body, toEntry), versions].filter(Boolean));
  if (sheetNode.scrollTop > 0) {
    sheetNode.scrollTop += body.getBoundingClientRect().top - before;
  }
}

function focusTitle(byHand) {
  if (byHand) {
    document.getElementById("reader-title").focus({ preventScroll: true });
  }
}

function closeReader() {
  pane.hidden = true;
  pane.replaceChildren();
  document.body.classList.remove("reading");
  if (opener?.isConnected) {
    opener.focus();
  }
  opener = null;
}

function bar(title, chooser = null) {
  return el(
    "header",
    { class: "reader-bar" },
    el("h2", { id: "reader-title", tabindex: "-1" }, title),
    chooser,
    route(opened(""), { class: "button", id: "reader-close" }, t("reader.close")),
  );
}

function sheet(header, aids, body) {
  return el(
    "div",
    { class: "sheet", tabindex: "0", role: "region", "aria-label": t("reader.text") },
    headerFacts(header),
    readNote(header.provenance),
    aids,
    body,
  );
}

function textLines(header, text, quotes, values, entries) {
  const ranges = [
    ...quotes.map((range) => ({ ...range, kind: "quote-mark" })),
    ...values.map((range) => ({ ...range, kind: "value-mark" })),
    ...rangesOf(entries),
    ...pageRanges(header.page_starts, text),
  ];
  return lines(pieces(text, ranges));
}

/** Build one paragraph for each line of cut text; a mark that spans lines stands in each of them. */
function lines(cuts) {
  const rows = [[]];
  for (const { text, kinds } of cuts) {
    text.split("\n").forEach((part, i) => {
      if (i > 0) {
        rows.push([]);
      }
      if (part) {
        rows.at(-1).push({ text: part, kinds });
      }
    });
  }
  const withPages = pageMarker();
  return rows.map((row) => el("p", {}, row.flatMap(withPages)));
}

/** Tell where the text was recognised from images, and how surely. */
function readNote({ ocr_pages: pages, ocr_confidence: confidence }) {
  if (!pages.length) {
    return null;
  }
  const sure = confidence === null ? "" : t("reader.ocr_sure", { percent: showNumber(Math.round(confidence * 100)) });
  return el("p", { class: "note ocr" }, t("reader.ocr", { sure }));
}

function headerFacts(header) {
  const rows = [
    [t("header.subject"), header.subject ?? header.title],
    [t("header.issuer"), header.issuer],
    [t("header.issued"), [header.place, showDate(header.issued_on)].filter(Boolean).join(", ")],
    [t("header.effective"), showDate(header.effective_on)],
    [t("header.signer"), [header.signer, capital(header.signer_post ?? "")].filter(Boolean).join(", ")],
    [t("header.file"), header.source],
    [t("column.label"), header.label && header.label !== "public" ? named("label", header.label) : ""],
  ];
  return facts(rows, "facts head");
}

function toPage(page) {
  const marks = [...pane.querySelectorAll(".page-mark")];
  scrollTo(marks.find((mark) => Number(mark.dataset.last) >= page) ?? marks.at(-1), 0);
}

function toEntry(i) {
  const marks = [...pane.querySelectorAll(`.at-${i}`)];
  pane.querySelectorAll(".here").forEach((mark) => mark.classList.remove("here"));
  marks.forEach((mark) => mark.classList.add("here"));
  if (marks.length) {
    scrollTo(marks[0], 1 / 4);
    pane.querySelector(".sheet").focus({ preventScroll: true });
  }
}

function scrollToQuote() {
  const mark = pane.querySelector(".sheet mark");
  mark ? scrollTo(mark, 1 / 3) : (pane.querySelector(".sheet").scrollTop = 0);
}

/** Scroll so that an element stands at a share of the height from the top. */
function scrollTo(element, share) {
  const box = pane.querySelector(".sheet");
  // Measured, not scrollIntoView: that would move the page behind the reader too.
  const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop = Math.max(0, top + box.scrollTop - box.clientHeight * share);
}
