// Genealogy: which document rests on which, drawn and listed, and what each body was told in it.

import { get } from "../core/client.js";
import { el, field, route, viewTitle } from "../core/dom.js";
import { failureCard } from "../core/failure.js";
import { opened, write } from "../core/location.js";
import { nameBox } from "../core/namebox.js";
import { go } from "../core/navigation.js";
import { capital, numberIn, showDate, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";
import { drawing } from "./drawing.js";
import { nearest } from "./nearest.js";
import { workName, workNote } from "./works.js";

const MOST_DRAWN = 24;
const MOST_LISTED = 60;

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
    body.querySelectorAll(".canvas").forEach(centreAsked);
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
      ? pictured(family)
      : el("p", { class: "card" }, t("genealogy.alone")),
    el("h3", {}, t("genealogy.list")),
    worksList(family),
    told(family, asked),
  );
}

/** Draw a family; of a large one what stands nearest to the document that was asked for. */
function pictured(family) {
  const near = nearest(family, MOST_DRAWN);
  return [
    near.works.length < family.works.length
      ? el("p", { class: "note" }, t("genealogy.partial", { shown: showNumber(near.works.length), total: showNumber(family.works.length) }))
      : null,
    el("div", { class: "canvas", tabindex: "0", role: "region", "aria-label": t("genealogy.drawing") }, drawing(near)),
  ];
}

function worksList(family) {
  const items = family.works.map((work) => workItem(work, family));
  const rest = items.splice(MOST_LISTED);
  return [
    el("ol", { class: "works" }, items),
    rest.length ? el("details", {}, el("summary", {}, t("list.more", { count: showNumber(rest.length) })), el("ol", { class: "works" }, rest)) : null,
  ];
}

/** Bring the document that was asked for into sight where a drawing is wider than the screen. */
function centreAsked(canvas) {
  const box = canvas.querySelector(".box.asked").getBoundingClientRect();
  const seen = canvas.getBoundingClientRect();
  canvas.scrollLeft = box.left + box.width / 2 - seen.left - seen.width / 2;
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
    const name = capital(row.agency_name ?? row.agency);
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
