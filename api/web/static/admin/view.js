// Administration: how the server is, its documents, its keys; each part only for who may use it.

import { el, viewTitle } from "../core/dom.js";
import { t } from "../core/words.js";
import { documentsPart } from "./documents.js";
import { healthPart } from "./health.js";
import { keysPart } from "./keys.js";
import { may } from "./me.js";

/** Show the parts that the caller may use. */
export async function showAdmin(section, state, options) {
  const parts = [
    healthPart(),
    may("ingest") || may("admin") ? documentsPart(state, options) : null,
    may("admin") ? keysPart(options) : null,
  ];
  section.replaceChildren(viewTitle(t("admin.title")), el("p", { class: "note" }, t("admin.about")), ...(await Promise.all(parts)).filter(Boolean));
}
