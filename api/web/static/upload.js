// Taking files: chosen or dropped, sent in parcels, then watched until they can be searched.

import { sendFiles, tasks } from "./client.js";
import { el } from "./dom.js";
import { explain } from "./labels.js";
import { filesOf } from "./dropped.js";
import { taskCard, watch } from "./tasks.js";
import { showNumber } from "./text.js";

const PARCEL_FILES = 200;
const PARCEL_BYTES = 200 * 1024 * 1024;
const RECENT = 8;
const section = document.getElementById("upload");
let recent = null;
let hear = () => {};
let counted = () => {};

/** Show the place that takes files, and the latest uploads; `say` is heard, `count` asks how many documents there are. */
export async function showUpload(say, count) {
  hear = say;
  counted = count;
  const listed = (await tasks(RECENT)).tasks; // fails where the server takes no files
  recent = el("ol", { class: "tasks", "aria-label": "Các lượt nạp gần đây" });
  section.replaceChildren(
    el("h1", {}, "Nạp tệp vào kho"),
    el("p", { class: "note" }, "Word, PDF, bản quét, bảng tính, thư, trang web hoặc tệp nén .zip. Tệp gốc được giữ trên máy chủ."),
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
    el("p", { class: "drop-call" }, "Kéo thả tệp hoặc thư mục vào đây"),
    el("p", { class: "actions" }, files, label("pick-files", "Chọn tệp", "primary pick"), folder, label("pick-folder", "Chọn thư mục", "button pick")),
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
    line.replaceChildren(el("p", { class: "note" }, "Không thấy tệp nào."));
    return;
  }
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Đang gửi" });
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  line.replaceChildren(el("p", {}, `Đang gửi ${showNumber(files.length)} tệp...`), bar);
  let sent = 0;
  const faults = [];
  for (const parcel of parcels(files)) {
    const size = parcel.reduce((sum, file) => sum + file.size, 0);
    try {
      follow(await sendFiles(parcel, (share) => (bar.value = (sent + share * size) / total)), "prepend");
    } catch (error) {
      faults.push(el("p", { class: "failure", role: "alert" }, `Không gửi được ${showNumber(parcel.length)} tệp. ${explain(error)}`));
    }
    sent += size;
    bar.value = sent / total;
  }
  line.replaceChildren(...faults);
  hear(faults.length ? "" : "Đã nhận đủ tệp; đang nạp vào kho.");
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
