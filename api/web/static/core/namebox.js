// A field for a name that the server may know: the browser offers what fits.

import { get } from "./client.js";
import { el } from "./dom.js";

const PAUSE_MS = 150;

/** Build an input whose suggestions are names of one kind: "agency" or "document". */
export function nameBox(name, value, kind, props = {}) {
  const list = el("datalist", { id: `names-${name}` });
  const box = el("input", { name, value, maxlength: 300, autocomplete: "off", list: list.id, ...props });
  let timer = null;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = box.value.trim();
      const told = typed.length > 1 ? await get("v1/suggest", { q: typed, limit: 20 }).catch(() => null) : null;
      const fitting = (told?.suggestions ?? []).filter((one) => one.kind === kind);
      list.replaceChildren(...fitting.map((one) => el("option", { value: one.text })));
    }, PAUSE_MS);
  });
  return el("span", { class: "name-box" }, box, list);
}
