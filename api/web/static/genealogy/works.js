// How works are named: documents that are held here, or known from citations alone.

import { capital, showDate } from "../core/text.js";
import { named, t } from "../core/words.js";

/** Name a work: "Nghị quyết 59-NQ/TW", or its title where it has no number. */
export function workName({ number, kind, title, id }) {
  return number ? `${capital(kind ?? "văn bản")} ${number}` : title || id;
}

/** Say what else there is to know: the day, the issuer, whether it is held and in force. */
export function workNote(work) {
  const { issued_on: day, issuer, documents, validity } = work;
  return [
    day ? showDate(day) : "",
    issuer ?? "",
    documents.length ? "" : t("work.absent"),
    validity.status === "unknown" ? "" : named("validity", validity.status),
  ].filter(Boolean).join(" · ");
}
