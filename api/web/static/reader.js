// The document reader: header facts, then the whole text with the quote and the value marked.

import { documentHeader, documentText } from "./client.js";
import { documentName } from "./citations.js";
import { el, facts, route } from "./dom.js";
import { explain } from "./labels.js";
import { changed } from "./location.js";
import { pageChooser, pageMarker, pageRanges } from "./pages.js";
import { capital, pieces, showDate, showNumber } from "./text.js";

const pane = document.getElementById("reader");
const kept = new Map();
let shown = null;
let opener = null;
let loading = null;

/** Fetch a document once; its id is a digest of its text, so it never changes. */
async function fetched(id, signal) {
  if (!kept.has(id)) {
    const [header, text] = await Promise.all([documentHeader(id, { signal }), documentText(id, { signal })]);
    kept.set(id, { header, text });
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
    pane.replaceChildren(bar(documentName(header), pageChooser(header.page_starts, toPage)), page(header, text, quotes, values));
    scrollToQuote();
  } catch (error) {
    if (error.name === "AbortError") {
      return;
    }
    pane.replaceChildren(bar("Không mở được văn bản"), el("p", { class: "failure", role: "alert" }, explain(error)));
  }
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
  const href = changed({ document: "", quotes: [], values: [] });
  return el(
    "header",
    { class: "reader-bar" },
    el("h2", { id: "reader-title", tabindex: "-1" }, title),
    chooser,
    route(href, { class: "button", id: "reader-close" }, "Đóng"),
  );
}

function page(header, text, quotes, values) {
  const ranges = quotes.map((range) => ({ ...range, kind: "quote-mark" }));
  ranges.push(...values.map((range) => ({ ...range, kind: "value-mark" })));
  ranges.push(...pageRanges(header.page_starts, text));
  return el(
    "div",
    { class: "sheet", tabindex: "0", role: "region", "aria-label": "Nội dung văn bản" },
    headerFacts(header),
    readNote(header.provenance),
    el("div", { class: "text" }, lines(pieces(text, ranges))),
  );
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
  const sure = confidence === null ? "" : `, độ tin cậy ${showNumber(Math.round(confidence * 100))}%`;
  return el("p", { class: "note ocr" }, `Văn bản được nhận dạng từ ảnh (OCR)${sure}; hãy đối chiếu với bản gốc.`);
}

function headerFacts(header) {
  const rows = [
    ["Trích yếu", header.subject ?? header.title],
    ["Cơ quan ban hành", header.issuer],
    ["Nơi, ngày ban hành", [header.place, showDate(header.issued_on)].filter(Boolean).join(", ")],
    ["Ngày có hiệu lực", showDate(header.effective_on)],
    ["Người ký", [header.signer, capital(header.signer_post ?? "")].filter(Boolean).join(", ")],
    ["Tệp", header.source],
  ];
  return facts(rows, "facts head");
}

function toPage(page) {
  const marks = [...pane.querySelectorAll(".page-mark")];
  scrollTo(marks.find((mark) => Number(mark.dataset.last) >= page) ?? marks.at(-1), 0);
}

function scrollToQuote() {
  const mark = pane.querySelector(".sheet mark");
  mark ? scrollTo(mark, 1 / 3) : (pane.querySelector(".sheet").scrollTop = 0);
}

/** Scroll so that an element stands at a share of the height from the top. */
function scrollTo(element, share) {
  const sheet = pane.querySelector(".sheet");
  // Measured, not scrollIntoView: that would move the page behind the reader too.
  const top = element.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
  sheet.scrollTop = Math.max(0, top + sheet.scrollTop - sheet.clientHeight * share);
}
