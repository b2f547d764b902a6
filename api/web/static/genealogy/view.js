// Genealogy: which document rests on which, drawn and listed, and what each body was told in it.

import { get } from "../core/client.js";
import { el, field, route, viewTitle } from "../core/dom.js";
import { failureCard } from "../core/failure.js";
import { opened, write } from "../core/location.js";
import { nameBox } from "../core/namebox.js";
import { go } from "../core/navigation.js";
import { capital, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { numberIn } from "../register/view.js";
import { drawing } from "./drawing.js";
import { workName, workNote } from "./works.js";

/** Show the families of the number that the state names. */
export async function showGenealogy(section, state, options) {
  const body = el("div", { class: "families" });
  section.replaceChildren(viewTitle(t("genealogy.title")), el("p", { class: "note" }, t("genealogy.about")), numberForm(state), body);
  if (!state.number) {
    return;
  }
  try {
    const { families } = await get("v1/genealogy", { number: state.number, issued_on: state.issued }, options);
    body.replaceChildren(
      families.length > 1 ? el("p", { class: "note" }, t("genealogy.homonyms", { count: families.length, number: state.number })) : "",
      ...families.map(familySection),
    );
  } catch (error) {
    if (error.slug !== "number-unknown") {
      throw error;
    }
    body.replaceChildren(failureCard(error));
  }
}

function numberForm(state) {
  const form = el(
    "form",
    { class: "narrow card", role: "search", "aria-label": t("genealogy.number") },
    field(t("genealogy.number"), nameBox("number", state.number, "document", { required: true, placeholder: "59-NQ/TW" }), "field wide"),
    el("p", { class: "actions" }, el("button", { class: "primary", type: "submit" }, t("genealogy.show"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(write({ view: "genealogy", number: numberIn(new FormData(form).get("number").trim()) }));
  });
  return form;
}

function familySection(family) {
  const asked = family.works.find((work) => work.id === family.work);
  const day = asked.issued_on ? ` (${showDate(asked.issued_on)})` : "";
  return el(
    "section",
    { class: "family-part" },
    el("h2", {}, `${workName(asked)}${day}`),
    family.links.length
      ? el("div", { class: "canvas" }, drawing(family))
      : el("p", { class: "card" }, t("genealogy.alone")),
    el("h3", {}, t("genealogy.list")),
    el("ol", { class: "works" }, family.works.map((work) => workItem(work, family))),
    told(family, asked),
  );
}

function workItem(work, family) {
  const links = family.links.filter((link) => link.citing === work.id);
  const nameOf = (id) => workName(family.works.find((one) => one.id === id));
  const proof = ({ citation, relation, cited }) =>
    el(
      "li",
      {},
      `${capital(named("relation", relation))} ${nameOf(cited)} `,
      route(opened(citation.document.id, [citation], [{ start: citation.value_start, end: citation.value_end }]), { class: "quiet" }, t("genealogy.proof")),
    );
  const name = work.documents.length ? route(opened(work.documents[0]), {}, workName(work)) : workName(work);
  return el(
    "li",
    { class: work.id === family.work ? "asked" : null },
    el("strong", {}, name),
    el("span", { class: "note" }, ` ${workNote(work)}`),
    links.length ? el("ul", {}, links.map(proof)) : null,
  );
}

/** Build the table of what each body was told in a family; fetched when it is opened. */
function told(family, asked) {
  const body = el("div");
  const box = el("details", {}, el("summary", {}, t("genealogy.told")), body);
  box.addEventListener("toggle", async () => {
    if (!box.open || body.childElementCount) {
      return;
    }
    body.replaceChildren(el("p", { class: "note" }, t("list.loading")));
    try {
      const { families } = await get("v1/genealogy", { number: asked.number, issued_on: asked.issued_on, tasks: true });
      const found = families.find((one) => one.work === family.work) ?? families[0];
      body.replaceChildren(bodies(found.assignments));
    } catch (error) {
      body.replaceChildren(failureCard(error));
    }
  });
  return asked.number ? box : null;
}

function bodies(rows) {
  if (!rows.length) {
    return el("p", { class: "note" }, t("register.none"));
  }
  const found = new Map();
  rows.forEach((row) => {
    const name = row.agency_name ?? capital(row.agency);
    found.set(name, [...(found.get(name) ?? []), row]);
  });
  const ranked = [...found].sort(([, a], [, b]) => b.length - a.length);
  return el("div", { class: "bodies" }, ranked.map(([name, tasks]) =>
    el("details", {}, el("summary", {}, `${name} (${showNumber(tasks.length)})`), el("ul", {}, tasks.map(taskItem)))));
}

function taskItem({ task, role, citation }) {
  const href = opened(citation.document.id, [citation], [{ start: citation.value_start, end: citation.value_end }]);
  return el("li", {}, el("span", { class: "role" }, capital(named("role", role))), " ", route(href, {}, task));
}
