// How a document stands: whether it is in force, what it said before, and the file that it came in.

import { documentPath, get, textOf } from "../core/client.js";
import { el, route } from "../core/dom.js";
import { opened, write } from "../core/location.js";
import { showDate, showMoment } from "../core/text.js";
import { named, t } from "../core/words.js";
import { workName } from "../genealogy/works.js";

/** Fetch and build the banner of a document's validity; null where nothing tells it. */
export async function validityBanner(header, options) {
  if (!header.number) {
    return null;
  }
  const told = await get("v1/genealogy", { number: header.number, issued_on: header.issued_on }, options).catch(orNothing);
  const works = (told?.families ?? []).flatMap((family) => family.works);
  const work = works.find((one) => one.documents.includes(header.id));
  if (!work) {
    return null;
  }
  const { status, as_of: day, ended_by: ender, changed_by: changers } = work.validity;
  const by = (id) => works.find((one) => one.id === id);
  const lines = [
    status === "unknown" ? "" : t(`validity.told.${status}`, { day: showDate(day) }),
    ender && by(ender) ? link(t("standing.ended_by"), [by(ender)]) : "",
    changers.length ? link(t("standing.changed_by"), changers.map(by).filter(Boolean)) : "",
    work.homonyms ? t("standing.homonyms") : "",
  ].filter(Boolean);
  return lines.length ? el("div", { class: `banner ${status}`, role: "note" }, lines.map((line) => el("p", {}, line))) : null;
}

function link(text, works) {
  const names = works.flatMap((work, i) => {
    const name = workName(work);
    return [i ? "; " : " ", work.documents.length ? route(opened(work.documents[0]), {}, name) : name];
  });
  return el("span", {}, text, names);
}

/** Fetch and build the list of what a document said before; null where it never changed. */
export async function earlierVersions(id, options) {
  const told = await get(documentPath(id, "/versions"), {}, options).catch(orNothing);
  if (!told?.versions?.length) {
    return null;
  }
  const place = el("div", { class: "text earlier", hidden: true, tabindex: "0" });
  const rows = told.versions.map((one) => {
    const button = el("button", { type: "button", class: "quiet" }, t("versions.read"));
    button.addEventListener("click", async () => {
      place.hidden = false;
      place.textContent = await textOf(documentPath(id, `/versions/${one.version}/text`)).catch(() => t("versions.failed"));
      place.focus();
    });
    const said = t("versions.row", { day: showMoment(one.replaced_at), reason: named("version", one.reason) });
    return el("li", {}, el("span", {}, said), el("span", { class: "file" }, one.source), button);
  });
  return el("details", { class: "versions" }, el("summary", {}, t("versions.title", { count: rows.length })), el("ul", {}, rows), place);
}

/** Build the ways on from a document; the file is offered only where the server still has it. */
export async function waysOn(header, options) {
  const file = documentPath(header.id, "/file");
  const kept = await fetch(file, { method: "HEAD", ...options }).then((answer) => answer.ok, orNothing);
  return el(
    "p",
    { class: "actions ways" },
    route(write({ view: "ask", within: header.id }), { class: "button" }, t("library.ask_in")),
    route(write({ view: "register", document: "", number: header.number ?? "", words: "" }), { class: "button", hidden: !header.number }, t("nav.register")),
    route(write({ view: "genealogy", number: header.number ?? "", issued: header.issued_on ?? "" }), { class: "button", hidden: !header.number }, t("nav.genealogy")),
    kept ? el("a", { class: "button", href: file, download: "" }, t("reader.original")) : null,
  );
}

function orNothing(error) {
  if (error.name === "AbortError") {
    throw error;
  }
  return null;
}
