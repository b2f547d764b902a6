// The page: reads the address, asks, shows; every change of what is shown goes through the address.

import { abstentionCard } from "./abstention.js";
import { answerSection } from "./answers.js";
import { documentName } from "./citations.js";
import { ask, documentHeader, documents } from "./client.js";
import { el, route } from "./dom.js";
import { TYPES, explain } from "./labels.js";
import { emptyNote, showDocuments } from "./library.js";
import { changed, read, write } from "./location.js";
import { hitSection, restoredNote, understanding } from "./passages.js";
import { showReader } from "./reader.js";
import { showDate, showDuration, showNumber } from "./text.js";
import { showUpload } from "./upload.js";

const byId = (id) => document.getElementById(id);
const [form, question, results, status, within] = ["ask", "question", "results", "status", "within"].map(byId);
const narrow = window.matchMedia("(max-width: 959px)");
const answered = new Map();
const MAX_KEPT = 30;
let onScreen = null;
let asking = null;

function say(text) {
  status.textContent = text;
}

function go(address) {
  const same = address === window.location.search;
  same ? window.history.replaceState(null, "", address) : window.history.pushState(null, "", address);
  render(true);
}

/** Bring the screen up to the address. */
function render(byHand = false) {
  const state = read();
  document.body.classList.toggle("home", state.view === "ask" && !state.question);
  byId("asking").hidden = state.view !== "ask";
  results.hidden = state.view !== "ask";
  byId("documents").hidden = state.view !== "documents";
  byId("upload").hidden = state.view !== "upload";
  for (const link of document.querySelectorAll("[data-nav]")) {
    const here = link.dataset.nav === state.view;
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  showReader(state, byHand);
  fence(Boolean(state.document));
  document.title = state.question ? `${state.question} – Chỉ Đạo` : "Chỉ Đạo";
  const wanted = JSON.stringify([state.view, state.question, state.within, state.offset]);
  if (wanted !== onScreen) {
    onScreen = wanted;
    byHand && window.scrollTo(0, 0);
    ({ ask: () => showAsk(state), documents: () => list(state.offset), upload: takeFiles })[state.view]();
  }
}

/** Keep focus inside the reader where it covers the page. */
function fence(open) {
  const covered = open && narrow.matches;
  for (const id of ["masthead", "main", "colophon"]) {
    byId(id).inert = covered;
  }
}

function setQuestion(text) {
  question.value = text;
  byId("grow").dataset.text = text;
}

function showAsk(state) {
  asking?.abort();
  setQuestion(state.question);
  showWithin(state.within);
  results.replaceChildren();
  say("");
  byId("foot-took").textContent = "";
  results.removeAttribute("aria-busy");
  if (state.question) {
    answerTo(state);
  } else if (!narrow.matches) {
    question.focus();
  }
}

/** Tell that only one document is asked, and offer to ask them all. */
async function showWithin(id) {
  within.hidden = !id;
  within.replaceChildren();
  if (!id) {
    return;
  }
  const header = await documentHeader(id).catch(() => null);
  if (read().within === id) {
    const name = header ? documentName(header) : "một văn bản";
    const day = header?.issued_on ? ` ngày ${showDate(header.issued_on)}` : "";
    within.replaceChildren(el("span", {}, "Chỉ hỏi trong: ", el("strong", {}, name), day), route(changed({ within: "" }), {}, "Hỏi cả kho"));
  }
}

async function answerTo(state) {
  asking = new AbortController();
  const { signal } = asking;
  const key = JSON.stringify([state.question, state.within]);
  const slow = setTimeout(() => say("Đang tìm trong kho văn bản..."), 150);
  results.setAttribute("aria-busy", "true");
  try {
    const options = { signal, onWait: () => waitNote(slow) };
    const response = answered.get(key) ?? (await ask(state.question, state.within, options));
    keep(key, response);
    showResponse(response);
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    showFailure(error, () => answerTo(state));
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) {
      results.removeAttribute("aria-busy");
    }
  }
}

function keep(key, response) {
  answered.set(key, response);
  if (answered.size > MAX_KEPT) {
    answered.delete(answered.keys().next().value);
  }
}

function waitNote(timer) {
  clearTimeout(timer);
  say("Máy chủ đang nạp mô hình và chỉ mục. Trang sẽ tự hỏi lại, không cần làm gì.");
}

function showResponse(response) {
  const { status: outcome, answers, query } = response;
  const main = outcome === "answered" ? answerSection(answers) : abstentionCard(response);
  const parts = [restoredNote(query), main, hitSection(response), understanding(query)];
  results.replaceChildren(...parts.filter(Boolean));
  say(summary(response));
  byId("foot-took").textContent = `Trả lời trong ${showDuration(response.took_ms)}`;
  byId("foot-index").textContent = `Chỉ mục ${response.index_version}`;
}

/** Say the outcome to those who hear the page; those who see it read the card. */
function summary({ status: outcome, answers, query }) {
  if (outcome !== "answered") {
    return "Không có câu trả lời; lý do ở bên dưới.";
  }
  const values = answers.map((answer) => answer.value).join("; ");
  return `${TYPES[query.type] ?? "Trả lời"}: ${values}`;
}

function showFailure(error, again) {
  say("");
  const mayPass = error.status === 0 || error.status >= 500; // a request that is wrong stays wrong
  const button = mayPass ? el("button", { type: "button", class: "button", onclick: again }, "Thử lại") : null;
  const more = [error.detail, error.requestId ? `Mã yêu cầu: ${error.requestId}` : ""].filter(Boolean);
  const details = more.length
    ? el("details", {}, el("summary", {}, "Chi tiết kỹ thuật"), more.map((line) => el("p", { class: "note" }, line)))
    : null;
  const card = el("div", { class: "card failure", role: "alert" }, el("p", {}, explain(error)), button, details);
  results.hidden = false;
  results.replaceChildren(card);
}

async function list(offset) {
  asking?.abort();
  say("Đang mở danh sách văn bản...");
  results.replaceChildren();
  try {
    countDocuments(await showDocuments(offset, { onWait: () => waitNote() }));
    say("");
  } catch (error) {
    showFailure(error, () => list(offset));
  }
}

async function takeFiles() {
  asking?.abort();
  results.replaceChildren();
  say("");
  try {
    await showUpload(say, () => documents(1, 0).then((page) => countDocuments(page.total), () => null));
  } catch (error) {
    showFailure(error, takeFiles);
  }
}

function countDocuments(total) {
  byId("nav-count").textContent = showNumber(total);
  byId("foot-count").textContent = `${showNumber(total)} văn bản`;
  return total;
}

async function greet() {
  const page = await documents(1, 0).catch(() => null);
  if (page && countDocuments(page.total) === 0 && document.body.classList.contains("home")) {
    results.replaceChildren(emptyNote());
  }
}

function submit() {
  const text = question.value.replace(/\s+/g, " ").trim();
  if (!text) {
    say("Hãy gõ câu hỏi.");
    question.focus();
    return;
  }
  if (window.matchMedia("(pointer: coarse)").matches) {
    question.blur(); // makes room: the keyboard covers half of a phone
  }
  onScreen = null; // the same question may be asked again
  answered.delete(JSON.stringify([text, read().within]));
  go(write({ view: "ask", question: text, within: read().within }));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
question.addEventListener("input", () => (byId("grow").dataset.text = question.value));
question.addEventListener("keydown", (event) => {
  // While an input method composes a letter, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
byId("examples").addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (chip) {
    go(write({ view: "ask", question: chip.textContent }));
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-route]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && plain) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && read().document) {
    go(changed({ document: "" }));
  }
});
window.addEventListener("popstate", () => render());
narrow.addEventListener("change", () => fence(Boolean(read().document)));

render();
greet();
