// Keys: who may do what; a new one is shown a single time.

import { get, send } from "../core/client.js";
import { el, field } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { table } from "../core/table.js";
import { showMoment } from "../core/text.js";
import { named, t } from "../core/words.js";
import { whoAmI } from "./me.js";

const SCOPES = ["search", "ask", "ingest", "admin", "metrics"];

/** Build the part of the keys; null where the server has none. */
export async function keysPart(options) {
  const me = whoAmI();
  if (me.access !== "keys") {
    return el("section", { class: "admin-part card" }, el("h2", {}, t("keys.title")), el("p", {}, t("keys.open")), el("p", {}, el("code", {}, "chidao keys create")));
  }
  const list = el("div");
  const said = el("div", { role: "status" });
  const refresh = async () => list.replaceChildren(keysTable((await get("v1/keys", {}, options)).keys, said, refresh));
  await refresh();
  return el("section", { class: "admin-part card" }, el("h2", {}, t("keys.title")), said, list, newKeyForm(me, said, refresh));
}

function keysTable(keys, said, refresh) {
  return table(t("keys.title"), ["name", "scopes", "labels", "ends", "action"], keys.map((key) => keyRow(key, said, refresh)));
}

function keyRow(key, said, refresh) {
  const over = key.revoked_at || (key.ends_at && new Date(key.ends_at) < new Date());
  const revoke = el("button", { type: "button", class: "quiet", "aria-label": t("keys.revoke_of", { name: key.name }) }, t("keys.revoke"));
  revoke.addEventListener("click", async () => {
    try {
      await send("DELETE", `v1/keys/${encodeURIComponent(key.id)}`);
      said.textContent = t("keys.revoked", { name: key.name });
      await refresh();
    } catch (error) {
      said.textContent = explain(error);
    }
  });
  const cells = [
    key.name,
    key.scopes.map((scope) => named("scope", scope)).join(", "),
    key.labels.map((label) => named("label", label)).join(", "),
    over ? t("keys.over") : showMoment(key.ends_at) || t("keys.endless"),
    over ? "" : revoke,
  ];
  return { cells, name: over ? "over" : null };
}

function newKeyForm(me, said, refresh) {
  const boxes = (name, values, area, on) =>
    el("fieldset", {}, el("legend", {}, t(`column.${name}`)), values.map((value) =>
      el("label", { class: "check" }, el("input", { type: "checkbox", name, value, checked: on.includes(value) }), named(area, value))));
  const form = el(
    "form",
    { class: "narrow new-key" },
    el("h3", {}, t("keys.new")),
    field(t("column.name"), el("input", { name: "name", required: true, maxlength: 100 }), "field wide"),
    boxes("scopes", SCOPES, "scope", ["search", "ask"]),
    boxes("labels", me.labels, "label", ["public"]),
    field(t("keys.days"), el("input", { name: "days", type: "number", min: 1, max: 3650, value: 90 })),
    el("p", { class: "actions" }, el("button", { class: "primary", type: "submit" }, t("keys.make"))),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = new FormData(form);
    const days = Number(told.get("days"));
    const wish = { name: told.get("name").trim(), scopes: told.getAll("scopes"), labels: told.getAll("labels"), ...(days ? { expires_in_days: days } : {}) };
    try {
      const made = await send("POST", "v1/keys", wish);
      said.replaceChildren(el("p", { class: "note warn" }, t("keys.shown_once")), el("p", {}, el("code", { class: "secret" }, made.key)));
      form.reset();
      await refresh();
    } catch (error) {
      said.textContent = explain(error);
    }
  });
  return form;
}
