// The view that asks: the box, what narrows it, the answer or why there is none, and the way on.

import { documentName } from "../core/citations.js";
import { documentPath, get } from "../core/client.js";
import { el, route } from "../core/dom.js";
import { failureCard } from "../core/failure.js";
import { changed, read, write } from "../core/location.js";
import { go } from "../core/navigation.js";
import { capital, showDate, showDuration } from "../core/text.js";
import { named, t } from "../core/words.js";
import { emptyNote } from "../documents/library.js";
import { abstentionCard } from "./abstention.js";
import { answerSection } from "./answers.js";
import { ask, forget, keyOf, kept } from "./asking.js";
import { showFilters } from "./filters.js";
import { hitSection, restoredNote, understanding } from "./passages.js";
import { rememberQuestion, suggestFor } from "./suggest.js";
import { followUpForm, thread } from "./thread.js";

const byId = (id) => document.getElementById(id);
const [form, question, results, within] = ["ask", "question", "results", "within"].map(byId);
const narrow = window.matchMedia("(max-width: 959px)");
let asking = null;
let say = () => {};

/** Leave the view: what is under way is of no use any more. */
export function leaveAsk() {
  asking?.abort();
  results.replaceChildren();
  results.removeAttribute("aria-busy");
}

/** Bring the view up to the address; `hear` takes what is said to those who hear the page. */
export function showAsk(state, hear) {
  say = hear;
  leaveAsk();
  setQuestion(state.question);
  showWithin(state.within);
  showFilters(state);
  byId("foot-took").textContent = "";
  if (state.question) {
    answerTo(state);
  } else if (!narrow.matches && !state.document) {
    question.focus();
  }
}

/** Tell an empty store how to begin. */
export function greetEmpty(total) {
  if (total === 0 && document.body.classList.contains("home")) {
    results.replaceChildren(emptyNote());
  }
}

function setQuestion(text) {
  question.value = text;
  byId("grow").dataset.text = text;
}

/** Tell that only one document is asked, and offer to ask them all. */
async function showWithin(id) {
  within.hidden = !id;
  within.replaceChildren();
  if (!id) {
    return;
  }
  const header = await get(documentPath(id)).catch(() => null);
  if (read().within === id) {
    const name = header ? documentName(header) : t("ask.one_document");
    const day = header?.issued_on ? ` ${t("source.dated")} ${showDate(header.issued_on)}` : "";
    within.replaceChildren(
      el("span", {}, `${t("ask.within")} `, el("strong", {}, name), day),
      route(changed({ within: "" }), {}, t("ask.everywhere")),
    );
  }
}

async function answerTo(state) {
  asking = new AbortController();
  const { signal } = asking;
  const slow = setTimeout(() => say(t("ask.searching")), 150);
  results.setAttribute("aria-busy", "true");
  try {
    const onWait = () => {
      clearTimeout(slow);
      say(t("wait.loading"));
    };
    const response = kept(state) ?? (await ask(state, { signal, onWait }));
    rememberQuestion(state.question);
    showResponse(response, state);
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    say("");
    results.replaceChildren(failureCard(error, () => answerTo(state)));
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) {
      results.removeAttribute("aria-busy");
    }
  }
}

function showResponse(response, state) {
  const { status: outcome, answers, query } = response;
  const main = outcome === "answered" ? answerSection(answers, state.question) : abstentionCard(response);
  const parts = [
    thread(state),
    restoredNote(query),
    main,
    understanding(query),
    followUpForm(state),
    hitSection(response),
  ];
  results.replaceChildren(...parts.filter(Boolean));
  say(summary(response));
  byId("foot-took").textContent = t("foot.took", { time: showDuration(response.took_ms) });
  byId("foot-index").textContent = t("foot.index", { version: response.index_version });
}

/** Say the outcome to those who hear the page; those who see it read the card. */
function summary({ status: outcome, answers, query }) {
  if (outcome !== "answered") {
    return t("ask.no_answer_heard");
  }
  const values = answers.map((answer) => showDate(answer.value)).join("; ");
  return `${capital(named("type", query.type))}: ${values}`;
}

function submit() {
  const text = question.value.replace(/\s+/g, " ").trim();
  if (!text) {
    say(t("ask.type_first"));
    question.focus();
    return;
  }
  if (window.matchMedia("(pointer: coarse)").matches) {
    question.blur(); // makes room: the keyboard covers half of a phone
  }
  const state = read();
  const { within: only, kind, issuer, year, validity, agency } = state;
  const next = { view: "ask", question: text, within: only, kind, issuer, year, validity, agency };
  forget(keyOf(read(write(next)))); // the same question may be asked again
  go(write(next));
}

/** Make the box work; once. */
export function prepareAsk() {
  const suggestions = suggestFor(question, byId("suggestions"), (text, whole) => {
    setQuestion(text);
    whole && submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    suggestions.close();
    submit();
  });
  question.addEventListener("input", () => (byId("grow").dataset.text = question.value));
  question.addEventListener("keydown", (event) => {
    // While an input method composes a letter, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      suggestions.close();
      submit();
    }
  });
  byId("examples").addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) {
      go(write({ view: "ask", question: chip.textContent.trim() }));
    }
  });
}
