// How the server is: what its probe and its counters tell.

import { get, textOf } from "../core/client.js";
import { el, facts } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { showNumber } from "../core/text.js";
import { t } from "../core/words.js";
import { whoAmI } from "./me.js";

const MIB = 1024 * 1024;

/** Build the part that tells of the server. */
export async function healthPart() {
  const [ready, counts] = await Promise.all([
    get("readyz").then(() => t("health.ready"), (error) => explain(error)),
    textOf("metrics").then(parsed, () => new Map()),
  ]);
  const me = whoAmI();
  const number = (name, size = 1) => (counts.has(name) ? showNumber(counts.get(name).value / size) : "");
  const build = counts.get("chidao_build_info")?.labels ?? {};
  const rows = [
    [t("health.state"), ready],
    [t("health.version"), build.version],
    [t("health.model"), build.model],
    [t("health.documents"), number("chidao_documents") || number("chidao_index_documents")],
    [t("health.passages"), number("chidao_passages") || number("chidao_index_passages")],
    [t("health.memory"), counts.has("process_resident_memory_bytes") ? `${number("process_resident_memory_bytes", MIB)} MiB` : ""],
    [t("health.access"), t(`access.${me.access}`)],
    [t("health.caller"), me.name],
  ];
  return el("section", { class: "admin-part card" }, el("h2", {}, t("health.title")), facts(rows, "facts"));
}

/** Read lines of Prometheus' text: by name, the value and the labels of the first of its series. */
function parsed(text) {
  const found = new Map();
  for (const line of text.split("\n")) {
    const [, name, labels, value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name && !found.has(name)) {
      const pairs = [...(labels ?? "").matchAll(/(\w+)="([^"]*)"/g)].map(([, key, told]) => [key, told]);
      found.set(name, { value: Number(value), labels: Object.fromEntries(pairs) });
    }
  }
  return found;
}
