// An upload as it goes on: how far, what failed and why, what can be read and asked now.

import { get, send } from "../core/client.js";
import { el, route } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { opened, write } from "../core/location.js";
import { showMoment, showNumber } from "../core/text.js";
import { isPhrase, named, t } from "../core/words.js";

const PAUSE_MS = 1000;
const SHOWN = 50;
const ENDED = new Set(["succeeded", "partial", "failed", "cancelled"]);

/** Fetch a task again and again until it has ended; tell each state, and once the end. */
export async function watch(task, onChange, onEnd) {
  let running = !ENDED.has(task.state);
  let first = true;
  while (running || first) {
    try {
      const now = await get(taskPath(task));
      onChange(now);
      running = !ENDED.has(now.state);
    } catch (error) {
      if (error.status === 404) {
        return;
      } // else the server may be starting again: the task goes on there
    }
    first = false;
    if (running) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  onEnd();
}

/** Build the card of a task. */
export function taskCard(task) {
  const ended = ENDED.has(task.state);
  return el(
    "article",
    { class: `card task ${task.state}` },
    el("header", {}, el("h2", {}, named("task", task.state)), el("span", { class: "note" }, showMoment(task.created_at))),
    el("p", { class: "note" }, progressLine(task)),
    ended ? null : el("progress", { max: Math.max(task.files.total, 1), value: task.files.done, "aria-label": t("upload.read") }),
    task.error ? el("p", { class: "failure" }, `${t("upload.crashed")} `, el("code", {}, task.error)) : null,
    results(task.results),
    ended ? null : el("p", { class: "actions" }, cancelButton(task)),
  );
}

function progressLine(task) {
  const { done, total } = task.files;
  const parts = [t("upload.done", { done: showNumber(done), total: showNumber(total) })];
  if (task.failed) {
    parts.push(t("upload.failed", { count: showNumber(task.failed) }));
  }
  if (task.stage === "indexing") {
    const { done: indexed, total: all } = task.indexed;
    parts.push(all ? `${t("upload.indexing")} ${showNumber(indexed)}/${showNumber(all)}` : t("upload.indexing"));
  } else if (task.eta_seconds) {
    parts.push(t("upload.eta", { seconds: showNumber(Math.ceil(task.eta_seconds)) }));
  }
  return parts.join(" · ");
}

/** Failed files first: they are what a person must act on. */
function results(all) {
  const telling = all.filter((one) => one.status !== "unpacked");
  const ranked = [...telling.filter((one) => one.status === "failed"), ...telling.filter((one) => one.status !== "failed")];
  if (!ranked.length) {
    return null;
  }
  const rest = ranked.length - SHOWN;
  return el(
    "ul",
    { class: "files" },
    ranked.slice(0, SHOWN).map(fileRow),
    rest > 0 ? el("li", { class: "note" }, t("list.more", { count: showNumber(rest) })) : null,
  );
}

function fileRow(one) {
  const failed = one.status === "failed";
  const reason = failed ? (isPhrase(`file_error.${one.code}`) ? t(`file_error.${one.code}`) : one.detail) : named("file", one.status);
  return el(
    "li",
    { class: failed ? "bad" : "good" },
    el("span", { class: "file" }, one.name),
    el("span", { class: "what" }, reason),
    one.document_id ? route(opened(one.document_id), { class: "quiet" }, t("library.read")) : null,
    one.document_id ? route(write({ view: "ask", within: one.document_id }), { class: "quiet" }, t("ask.submit")) : null,
  );
}

function cancelButton(task) {
  const button = el("button", { type: "button", class: "button" }, t("upload.stop"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await send("POST", `${taskPath(task)}/cancel`);
      button.textContent = t("upload.stopping");
    } catch (error) {
      button.replaceWith(el("span", { class: "failure" }, explain(error)));
    }
  });
  return button;
}

function taskPath({ id }) {
  return `v1/tasks/${encodeURIComponent(id)}`;
}
