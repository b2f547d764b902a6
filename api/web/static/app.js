// The page: reads the address and shows what it says; every change of what is shown goes through the address.

import { findMe, logOut, may, whoAmI } from "./admin/me.js";
import { showAdmin } from "./admin/view.js";
import { greetEmpty, leaveAsk, prepareAsk, showAsk } from "./ask/view.js";
import { get } from "./core/client.js";
import { guarded } from "./core/failure.js";
import { opened, read, write } from "./core/location.js";
import { go, onMove } from "./core/navigation.js";
import { hearKeys } from "./core/shortcuts.js";
import { showNumber } from "./core/text.js";
import { prepareTheme } from "./core/theme.js";
import { changeLanguage, language, t, translate } from "./core/words.js";
import { showDocuments } from "./documents/library.js";
import { showFigures } from "./figures/view.js";
import { showGenealogy } from "./genealogy/view.js";
import { showReader } from "./reader/reader.js";
import { showRegister } from "./register/view.js";
import { showUpload } from "./upload/upload.js";

const byId = (id) => document.getElementById(id);
const [status, place] = ["status", "view"].map(byId);
const narrow = window.matchMedia("(max-width: 959px)");
const WIDE = new Set(["register", "genealogy", "figures", "admin"]);
const SCOPES = { upload: "ingest", admin: "admin" };
let onScreen = null;
let loading = null;

const SHOW = {
  documents: async (state, options) => countDocuments(await showDocuments(place, state, options)),
  register: (state, options) => showRegister(place, state, options),
  genealogy: (state, options) => showGenealogy(place, state, options),
  figures: (state, options) => showFigures(place, state, options),
  upload: () => showUpload(place, say, recount),
  admin: (state, options) => showAdmin(place, state, options),
};

function say(text) {
  status.textContent = text;
}

/** Bring the screen up to the address; what stands there already stays. */
function render(byHand = false, again = false) {
  const state = read();
  document.body.classList.toggle("home", state.view === "ask" && !state.question);
  document.body.classList.toggle("wide", WIDE.has(state.view));
  byId("asking").hidden = byId("results").hidden = state.view !== "ask";
  place.hidden = state.view === "ask";
  for (const link of document.querySelectorAll("[data-nav]")) {
    const here = link.dataset.nav === state.view;
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  showReader(state, byHand);
  fence(Boolean(state.document));
  const name = state.view === "ask" ? state.question : t(`nav.${state.view}`);
  document.title = name ? `${name} – Chỉ Đạo` : "Chỉ Đạo";
  const wanted = JSON.stringify({ ...state, document: "", quotes: [], values: [] });
  if (wanted !== onScreen || again) {
    onScreen = wanted;
    show(state, byHand);
  }
}

async function show(state, byHand) {
  loading?.abort();
  loading = new AbortController();
  const { signal } = loading;
  say("");
  byHand && window.scrollTo(0, 0);
  if (state.view === "ask") {
    place.replaceChildren();
    showAsk(state, say);
    return;
  }
  leaveAsk();
  const waits = setTimeout(() => say(t("list.loading")), 250);
  await guarded(place, () => SHOW[state.view](state, { signal, onWait: () => say(t("wait.loading")) }));
  clearTimeout(waits);
  if (!signal.aborted) {
    say("");
    byHand && !state.document && place.querySelector("h1, .failure")?.focus({ preventScroll: true });
  }
}

/** Keep focus inside the reader where it covers the page. */
function fence(open) {
  const covered = open && narrow.matches;
  for (const id of ["masthead", "main", "colophon"]) {
    byId(id).inert = covered;
  }
}

function countDocuments(total) {
  byId("nav-count").textContent = showNumber(total);
  byId("foot-count").textContent = t("foot.documents", { total: showNumber(total) });
  return total;
}

async function recount() {
  const page = await get("v1/documents", { limit: 1 }).catch(() => null);
  return page ? countDocuments(page.total) : null;
}

/** Leave out what the caller may not do; the server would refuse it anyway. */
function hideWhatIsRefused() {
  for (const [view, scope] of Object.entries(SCOPES)) {
    document.querySelector(`[data-nav="${view}"]`).hidden = !may(scope) && !(view === "admin" && may("ingest"));
  }
  const me = whoAmI();
  byId("logout").hidden = me.access !== "keys" || me.name === null;
}

function goAndAsk() {
  if (read().view !== "ask") {
    go(write({ view: "ask" }));
  }
  byId("question").focus();
}

function prepare() {
  translate();
  prepareAsk();
  prepareTheme(byId("theme"));
  byId("language").addEventListener("click", changeLanguage);
  byId("language").lang = language === "vi" ? "en" : "vi";
  byId("logout").addEventListener("click", logOut);
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  hearKeys(byId("help"), {
    goTo: (view) => go(write({ view })),
    ask: goAndAsk,
    close: () => read().document && go(opened("")),
  });
  onMove(render);
  narrow.addEventListener("change", () => fence(Boolean(read().document)));
}

prepare();
const known = findMe().then(hideWhatIsRefused);
if (read().view === "admin") {
  await known; // what it shows depends on who asks
}
render();
recount().then(greetEmpty);
