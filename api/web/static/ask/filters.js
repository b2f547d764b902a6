// What narrows the documents that are asked: kind, issuer, year, each with how many there are.

import { get } from "../core/client.js";
import { choose, el, field, route } from "../core/dom.js";
import { changed, read } from "../core/location.js";
import { go } from "../core/navigation.js";
import { capital, showNumber } from "../core/text.js";
import { t } from "../core/words.js";

const box = document.getElementById("filters");
const NAMES = { kind: "kinds", issuer: "issuers", year: "years" };
let wired = false;

/** Show what is chosen; the counts are fetched only once the box is open. */
export function showFilters(state) {
  const chosen = Object.keys(NAMES).filter((name) => state[name]);
  const told = chosen.map((name) => (name === "kind" ? capital(state[name]) : state[name])).join(" · ");
  box.querySelector("summary").textContent = told ? t("filter.chosen", { told }) : t("filter.title");
  box.classList.toggle("chosen", chosen.length > 0);
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
  const counted = await facets(state).catch(() => null);
  if (!counted) {
    body.replaceChildren(el("p", { class: "note" }, t("filter.failed")));
    return;
  }
  const fields = Object.entries(NAMES).map(([name, member]) => select(name, counted[member], state[name]));
  const clear = Object.keys(NAMES).some((name) => state[name])
    ? route(changed({ kind: "", issuer: "", year: "" }), { class: "button" }, t("filter.clear"))
    : null;
  body.replaceChildren(
    ...fields,
    el("p", { class: "filter-foot" }, el("span", { class: "note" }, t("filter.total", { total: showNumber(counted.total) })), clear),
  );
}

/** Fetch the counts under what a state has chosen. */
export function facets({ kind, issuer, year }) {
  return get("v1/facets", { kind, issuer, year, limit: 200 });
}

function select(name, counts, chosen) {
  const known = counts.some((one) => one.value === chosen);
  const rows = counts.map((one) => [one.value, `${capital(one.value)} (${showNumber(one.count)})`]);
  const options = [["", t("filter.any")], ...(chosen && !known ? [[chosen, capital(chosen)]] : []), ...rows];
  const control = choose(name, options, chosen);
  control.addEventListener("change", () => go(changed({ [name]: control.value, offset: 0 })));
  return field(t(`filter.${name}`), control);
}
