// What narrows the documents that are asked: kind, issuer, year, each with how many there are.

import { get } from "../core/client.js";
import { choose, el, field, route } from "../core/dom.js";
import { changed, read } from "../core/location.js";
import { nameBox } from "../core/namebox.js";
import { go } from "../core/navigation.js";
import { capital, showNumber } from "../core/text.js";
import { named, t } from "../core/words.js";

const box = document.getElementById("filters");
const NAMES = { kind: "kinds", issuer: "issuers", year: "years", validity: "validity" };
let wired = false;

/** Show what is chosen; the counts are fetched only once the box is open. */
export function showFilters(state) {
  const chosen = Object.keys(NAMES).filter((name) => state[name]);
  const told = [...chosen.map((name) => valueName(name, state[name])), state.agency].filter(Boolean).join(" · ");
  box.querySelector("summary").textContent = told ? t("filter.chosen", { told }) : t("filter.title");
  box.classList.toggle("chosen", told !== "");
  if (!wired) {
    wired = true;
    box.addEventListener("toggle", () => box.open && fill(read()));
  }
  if (box.open) {
    fill(state);
  }
}

async function fill(state) {
  const body = box.querySelector(".filter-body");
  if (!body.childElementCount) {
    body.replaceChildren(el("p", { class: "note" }, t("list.loading")));
  }
  const counted = await facets(state).catch(() => null);
  if (!counted) {
    body.replaceChildren(el("p", { class: "note" }, t("filter.failed")));
    return;
  }
  const fields = Object.entries(NAMES).map(([name, member]) => select(name, counted[member], state[name]));
  const clear = state.agency || Object.keys(NAMES).some((name) => state[name])
    ? route(changed({ kind: "", issuer: "", year: "", validity: "", agency: "" }), { class: "button" }, t("filter.clear"))
    : null;
  body.replaceChildren(
    ...fields,
    agencyField(state),
    el("p", { class: "filter-foot" }, el("span", { class: "note" }, t("filter.total", { total: showNumber(counted.total) })), clear),
  );
}

/** Fetch the counts under what a state has chosen. */
export function facets({ kind, issuer, year, validity, agency }) {
  return get("v1/facets", { kind, issuer, year, validity, agency, limit: 200 });
}

/** Build the field of the body that the documents must task; it counts once it is left or entered. */
function agencyField(state) {
  const wrapped = nameBox("agency", state.agency, "agency");
  const box = wrapped.querySelector("input");
  box.addEventListener("change", () => go(changed({ agency: box.value.trim(), offset: 0 })));
  return field(t("filter.agency"), wrapped, "field wide");
}

function valueName(name, value) {
  return name === "validity" ? capital(named("validity", value)) : capital(value);
}

function select(name, counts, chosen) {
  const known = counts.some((one) => one.value === chosen);
  const rows = counts.map((one) => [one.value, `${valueName(name, one.value)} (${showNumber(one.count)})`]);
  const options = [["", t("filter.any")], ...(chosen && !known ? [[chosen, valueName(name, chosen)]] : []), ...rows];
  const control = choose(name, options, chosen);
  control.addEventListener("change", () => go(changed({ [name]: control.value, offset: 0 })));
  return field(t(`filter.${name}`), control);
}
