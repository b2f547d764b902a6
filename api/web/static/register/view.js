// The register: who was told to do what by when, as a table or as a calendar of deadlines.

import { query } from "../core/client.js";
import { choose, el, field, route, viewTitle } from "../core/dom.js";
import { changed, read, write } from "../core/location.js";
import { go } from "../core/navigation.js";
import { capital, numberIn } from "../core/text.js";
import { named, t } from "../core/words.js";
import { nameBox } from "../core/namebox.js";
import { showMonth } from "./calendar.js";
import { showRows } from "./table.js";
import { wantedOf } from "./wanted.js";

const ROLES = ["lead", "coordinate", "advise", "direct", "supervise", "report_to", "implement", "assist", "approve"];
const SHAPES = ["table", "calendar"];

/** Show the register as the state says. */
export async function showRegister(section, state, options) {
  const body = el("div", { class: "register-body", "aria-live": "polite" });
  section.replaceChildren(
    viewTitle(t("register.title")),
    el("p", { class: "note" }, t("register.about")),
    filterForm(state),
    el("div", { class: "toolbar" }, shapes(state), exports(state)),
    body,
  );
  await (state.shape === "calendar" ? showMonth : showRows)(body, state, options);
}

function filterForm(state) {
  const roles = [["", t("filter.any")], ...ROLES.filter((role) => named("role", role) !== role).map((role) => [role, capital(named("role", role))])];
  const form = el(
    "form",
    { class: "narrow", role: "search", "aria-label": t("register.narrow") },
    field(t("register.agency"), nameBox("agency", state.agency, "agency"), "field wide"),
    field(t("register.words"), el("input", { name: "words", value: state.words, maxlength: 300 }), "field wide"),
    field(t("register.number"), nameBox("number", state.number, "document")),
    el("span", { class: "break" }),
    field(t("register.role"), choose("role", roles, state.role)),
    field(t("register.year"), el("input", { name: "year", type: "number", min: 1900, max: 9998, value: state.year })),
    field(t("register.from"), el("input", { name: "from", type: "date", value: state.from }), "field day"),
    field(t("register.to"), el("input", { name: "to", type: "date", value: state.to }), "field day"),
    el(
      "p",
      { class: "actions" },
      el("button", { class: "primary", type: "submit" }, t("register.show")),
      route(write({ view: "register", shape: state.shape }), { class: "button" }, t("filter.clear")),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
    go(write({ ...read(), ...told, number: numberIn(told.number), month: "", offset: 0, document: "" }));
  });
  // On a phone the form would fill the first screen: it waits until it is wanted, or has been used.
  const open = Object.values(wantedOf(state)).some(Boolean) || window.matchMedia("(min-width: 720px)").matches;
  return el("details", { class: "card wish", open }, el("summary", {}, t("register.narrow")), form);
}

function shapes(state) {
  const links = SHAPES.map((shape) => {
    const here = shape === (state.shape || "table");
    const href = changed({ shape: shape === "table" ? "" : shape, offset: 0 });
    return route(href, { class: "tab", "aria-current": here ? "page" : null }, t(`register.${shape}`));
  });
  return el("nav", { class: "tabs", "aria-label": t("register.shape") }, links);
}

function exports(state) {
  const wanted = query(wantedOf(state));
  return el(
    "p",
    { class: "exports" },
    el("a", { href: `v1/assignments.csv${wanted}`, download: "", class: "button" }, t("register.csv")),
    el("a", { href: `v1/assignments.ics${wanted}`, download: "", class: "button" }, t("register.ics")),
  );
}
