// What is on the screen is in the address: a result can be linked, reloaded, and "back" works.

export const VIEWS = ["ask", "documents", "register", "genealogy", "figures", "upload", "admin"];

// What views narrow their lists by; each stands in the address under its own name.
const NARROWING = [
  "agency", "role", "due", "from", "to", "number", "issued", "year", "words", "kind", "issuer", "validity", "sort", "shape", "month",
];

/** Read the state out of the address. */
export function read(search = window.location.search) {
  const params = new URLSearchParams(search);
  const view = params.get("view");
  return {
    view: VIEWS.includes(view) ? view : "ask",
    question: (params.get("q") ?? "").trim(),
    after: params.getAll("after"),
    within: params.get("in") ?? "",
    offset: Math.max(0, Number.parseInt(params.get("offset") ?? "0", 10) || 0),
    ...Object.fromEntries(NARROWING.map((name) => [name, (params.get(name) ?? "").trim()])),
    document: params.get("doc") ?? "",
    quotes: ranges(params.get("quote")),
    values: ranges(params.get("value")),
  };
}

/** Write a state as an address. */
export function write(state) {
  const params = new URLSearchParams();
  const put = (name, value) => value && params.set(name, value);
  put("view", VIEWS.includes(state.view) && state.view !== "ask" ? state.view : "");
  put("q", state.question);
  (state.after ?? []).forEach((question) => params.append("after", question));
  put("in", state.within);
  NARROWING.forEach((name) => put(name, state[name]));
  put("offset", state.offset ? String(state.offset) : "");
  put("doc", state.document);
  if (state.document) {
    put("quote", (state.quotes ?? []).map(span).join("."));
    put("value", (state.values ?? []).map(span).join("."));
  }
  return `?${params}`;
}

/** Return the address of the present state with some of it changed. */
export function changed(changes) {
  return write({ ...read(), ...changes });
}

/** Return the address of the present state with a document open beside it. */
export function opened(id, quotes = [], values = []) {
  return changed({ document: id, quotes, values });
}

function span({ start, end }) {
  return `${start}-${end}`;
}

function ranges(text) {
  const found = [...(text ?? "").matchAll(/(\d+)-(\d+)/g)];
  return found.map(([, start, end]) => ({ start: Number(start), end: Number(end) }));
}
