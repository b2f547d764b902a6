// Taking files: chosen or dropped, sent in parcels, then watched until they can be searched.

import { get, sendFiles } from "../core/client.js";
import { el, viewTitle } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { showNumber } from "../core/text.js";
import { t } from "../core/words.js";
import { filesOf } from "./dropped.js";
import { taskCard, watch } from "./tasks.js";

const PARCEL_FILES = 200;
const PARCEL_BYTES = 200 * 1024 * 1024;
const RECENT = 8;
let section = null;
let recent = null;
let hear = () => {};
let counted = () => {};

/** Show the place that takes files, and the latest uploads; `say` is heard, `count` asks how many documents there are. */
export async function showUpload(place, say, count) {
  section = place;
  hear = say;
  counted = count;
  const listed = (await get("v1/tasks", { limit: RECENT })).tasks; // fails where the server takes no files
  recent = el("ol", { class: "tasks", "aria-label": t("upload.recent") });
  section.replaceChildren(
    viewTitle(t("upload.title")),
    el("p", { class: "note" }, t("upload.formats")),
    dropZone(),
    recent,
  );
  listed.forEach((task) => follow(task, "append"));
}

function follow(task, place) {
  const item = el("li", {}, taskCard(task));
  recent[place](item);
  const ended = () => {
    hear(""); // the card says the rest
    counted();
  };
  watch(task, (now) => item.replaceChildren(taskCard(now)), ended);
}

function dropZone() {
  const files = picker({ id: "pick-files", multiple: true });
  const folder = picker({ id: "pick-folder", webkitdirectory: true });
  const zone = el(
    "div",
    { class: "drop card" },
    el("p", { class: "drop-call" }, t("upload.drop")),
    el("p", { class: "actions" }, files, label("pick-files", t("upload.files"), "primary pick"), folder, label("pick-folder", t("upload.folder"), "button pick")),
    el("div", { class: "sending", role: "status", "aria-live": "polite" }),
  );
  let depth = 0; // of the elements the pointer has entered
  const mark = (by) => {
    depth = Math.max(0, depth + by);
    zone.classList.toggle("over", depth > 0);
  };
  zone.addEventListener("dragenter", () => mark(1));
  zone.addEventListener("dragleave", () => mark(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    mark(-depth);
    send(await filesOf(event.dataTransfer));
  });
  return zone;
}

function picker(props) {
  const input = el("input", { type: "file", class: "unseen", ...props });
  input.addEventListener("change", () => {
    send([...input.files]);
    input.value = ""; // the same file may be chosen again
  });
  return input;
}

function label(target, text, name) {
  return el("label", { for: target, class: name }, text);
}

/** Send files parcel by parcel: one that fails costs only itself. */
async function send(files) {
  const line = section.querySelector(".sending");
  if (!files.length) {
    line.replaceChildren(el("p", { class: "note" }, t("upload.nothing")));
    return;
  }
  const bar = el("progress", { max: 1, value: 0, "aria-label": t("upload.sending") });
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  line.replaceChildren(el("p", {}, t("upload.sending_files", { count: showNumber(files.length) })), bar);
  let sent = 0;
  const faults = [];
  for (const parcel of parcels(files)) {
    const size = parcel.reduce((sum, file) => sum + file.size, 0);
    try {
      follow(await sendFiles(parcel, (share) => (bar.value = (sent + share * size) / total)), "prepend");
    } catch (error) {
      faults.push(el("p", { class: "failure", role: "alert" }, `${t("upload.not_sent", { count: showNumber(parcel.length) })} ${explain(error)}`));
    }
    sent += size;
    bar.value = sent / total;
  }
  line.replaceChildren(...faults);
  hear(faults.length ? "" : t("upload.received"));
}

/** Cut a long list into requests that a server takes. */
export function parcels(files) {
  const found = [];
  let size = PARCEL_BYTES;
  for (const file of files) {
    const full = size + file.size > PARCEL_BYTES || found.at(-1)?.length >= PARCEL_FILES;
    if (full) {
      found.push([]);
      size = 0;
    }
    found.at(-1).push(file);
    size += file.size;
  }
  return found;
}
