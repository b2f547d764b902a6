// Pages of a document: a mark where each begins, and a list to go to one.

import { el, marked } from "../core/dom.js";
import { codePoints } from "../core/text.js";
import { t } from "../core/words.js";

const PAGE_KIND = /^page-\d+-\d+$/;

/** Return pages as ranges whose kind names them; an empty one goes with the next: "page-3-3", "page-4-5". */
export function pageRanges(starts, text) {
  const length = codePoints(text);
  const ranges = [];
  let first = 1;
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? length;
    if (end > start) {
      ranges.push({ start, end, kind: `page-${first}-${i + 1}` });
      first = i + 2;
    }
  });
  return ranges;
}

/** Return a function that builds the nodes of a cut, with a mark before the first of each page. */
export function pageMarker() {
  let open = null;
  return ({ text, kinds }) => {
    const page = kinds.find((kind) => PAGE_KIND.test(kind)) ?? null;
    const begins = page !== null && page !== open;
    open = page;
    const nodes = marked([{ text, kinds: kinds.filter((kind) => kind !== page) }]);
    return begins ? [pageMark(page), ...nodes] : nodes;
  };
}

function pageMark(kind) {
  const [, first, last] = kind.split("-");
  const name = t("pages.name", { page: first === last ? first : `${first}–${last}` });
  return el("span", { class: "page-mark", "data-last": last, role: "doc-pagebreak", "aria-label": name }, name);
}

/** Build the list of pages to go to, which tells `go` the page; none where there is only one. */
export function pageChooser(starts, go) {
  if (starts.length < 2) {
    return null;
  }
  const names = starts.map((_, i) => el("option", { value: i + 1 }, t("pages.name", { page: i + 1 })));
  const chooser = el("select", { class: "button", "aria-label": t("pages.go") }, names);
  chooser.addEventListener("change", () => go(Number(chooser.value)));
  return chooser;
}
