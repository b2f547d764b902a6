// An upload as it goes on: how far, what failed and why, what can be read and asked now.

import { cancelTask, taskState } from "./client.js";
import { el, route } from "./dom.js";
import { FILE_REASONS, FILE_STATES, TASK_STATES, explain } from "./labels.js";
import { changed, write } from "./location.js";
import { showNumber } from "./text.js";

const PAUSE_MS = 1000;
const SHOWN = 50;
const ENDED = new Set(["succeeded", "partial", "failed", "cancelled"]);

/** Fetch a task again and again until it has ended; tell each state, and once the end. */
export async function watch(task, onChange, onEnd) {
  let running = !ENDED.has(task.state);
  let first = true;
  while (running || first) {
    try {
      const now = await taskState(task.id);
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
    el("header", {}, el("h2", {}, TASK_STATES[task.state]), el("span", { class: "note" }, when(task.created_at))),
    el("p", { class: "note" }, progressLine(task)),
    ended ? null : el("progress", { max: Math.max(task.files.total, 1), value: task.files.done, "aria-label": "Tệp đã đọc" }),
    task.error ? el("p", { class: "failure" }, "Máy chủ gặp lỗi khi nạp; tệp đã nhận vẫn còn. ", el("code", {}, task.error)) : null,
    results(task.results),
    ended ? null : el("p", { class: "actions" }, cancelButton(task)),
  );
}

function progressLine(task) {
  const { done, total } = task.files;
  const parts = [`${showNumber(done)}/${showNumber(total)} tệp`];
  if (task.failed) {
    parts.push(`${showNumber(task.failed)} lỗi`);
  }
  if (task.stage === "indexing") {
    const { done: indexed, total: all } = task.indexed;
    parts.push(all ? `đang lập chỉ mục ${showNumber(indexed)}/${showNumber(all)}` : "đang lập chỉ mục");
  } else if (task.eta_seconds) {
    parts.push(`còn khoảng ${showNumber(Math.ceil(task.eta_seconds))} giây`);
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
    rest > 0 ? el("li", { class: "note" }, `và ${showNumber(rest)} tệp khác`) : null,
  );
}

function fileRow(one) {
  const failed = one.status === "failed";
  const reason = failed ? FILE_REASONS[one.code] ?? one.detail : FILE_STATES[one.status];
  return el(
    "li",
    { class: failed ? "bad" : "good" },
    el("span", { class: "file" }, one.name),
    el("span", { class: "what" }, reason),
    one.document_id ? route(changed({ document: one.document_id, quotes: [], values: [] }), { class: "quiet" }, "Đọc") : null,
    one.document_id ? route(write({ view: "ask", within: one.document_id }), { class: "quiet" }, "Hỏi") : null,
  );
}

function cancelButton(task) {
  const button = el("button", { type: "button", class: "button" }, "Dừng");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await cancelTask(task.id);
      button.textContent = "Đang dừng...";
    } catch (error) {
      button.replaceWith(el("span", { class: "failure" }, explain(error)));
    }
  });
  return button;
}

function when(text) {
  return new Date(text).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
}
