// Suggestions while a question is typed: names that the server knows, and earlier questions of this browser.

import { get } from "../core/client.js";
import { el } from "../core/dom.js";
import { recall, remember } from "../core/memory.js";
import { folded, showDate } from "../core/text.js";
import { named, t } from "../core/words.js";

const PAUSE_MS = 120;
const MOST = 6;
const MOST_EARLIER = 3;
const MOST_KEPT = 40;

/** Keep a question for later suggestions; the latest first. */
export function rememberQuestion(question) {
  const others = recall("asked", []).filter((one) => one !== question);
  remember("asked", [question, ...others].slice(0, MOST_KEPT));
}

/**
 * Offer suggestions for a box in a list; `pick(text, whole)` takes the one that was chosen.
 *
 * The box keeps the focus; the chosen option is told by aria-activedescendant.
 */
export function suggestFor(box, list, pick) {
  const shown = { options: [], active: -1 };
  let timer = null;
  let loading = null;

  function close() {
    clearTimeout(timer);
    loading?.abort();
    Object.assign(shown, { options: [], active: -1 });
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
  }

  function show(options) {
    Object.assign(shown, { options, active: -1 });
    list.replaceChildren(...options.map((one, i) => optionNode(one, i, () => choose(i))));
    list.hidden = !options.length;
    box.removeAttribute("aria-activedescendant");
    document.getElementById("suggest-status").textContent = options.length ? t("suggest.count", { count: options.length }) : "";
  }

  function choose(i) {
    const { text, whole } = shown.options[i];
    close();
    pick(text, whole);
    box.focus();
  }

  function move(step) {
    const count = shown.options.length;
    shown.active = (shown.active + step + count + (shown.active < 0 && step < 0 ? 1 : 0)) % count;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === shown.active)));
    list.children[shown.active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[shown.active].id);
  }

  async function refresh() {
    loading?.abort();
    loading = new AbortController();
    const typed = box.value;
    const earlier = earlierQuestions(typed);
    if (!typed.trim()) {
      close();
      return;
    }
    const told = await get("v1/suggest", { q: typed.slice(0, 2000), limit: MOST }, { signal: loading.signal }).catch(() => null);
    if (box.value === typed && document.activeElement === box) {
      show([...earlier, ...(told?.suggestions ?? []).map((one) => nameOption(one, typed))]);
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  });
  box.addEventListener("blur", () => setTimeout(close, 150)); // a click on an option comes first
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !shown.options.length) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && shown.active >= 0) {
      event.preventDefault();
      choose(shown.active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  return { close };
}

function earlierQuestions(typed) {
  const wanted = folded(typed);
  if (wanted.length < 2) {
    return [];
  }
  return recall("asked", [])
    .filter((one) => folded(one).includes(wanted) && one !== typed.trim())
    .slice(0, MOST_EARLIER)
    .map((text) => ({ text, whole: true, label: text, kind: t("suggest.earlier") }));
}

/** Return the option of a name: it takes the place of the end of what was typed. */
function nameOption({ kind, text, detail, start }, typed) {
  const before = [...typed].slice(0, start).join("");
  const dated = detail.replace(/\d{4}-\d{2}-\d{2}/, showDate);
  return { text: `${before}${text} `, whole: false, label: text, kind: named("suggest", kind), detail: dated };
}

function optionNode({ label, kind, detail }, i, choose) {
  return el(
    "li",
    { id: `suggestion-${i}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(); } },
    el("span", { class: "suggested" }, label),
    el("span", { class: "suggest-kind" }, [kind, detail].filter(Boolean).join(" · ")),
  );
}
