// What is on the screen is in the address: a result can be linked, and "back" works.

const VIEWS = new Set(["documents", "upload"]); // besides the one that asks

/** Read the state out of the address. */
export function read(search = window.location.search) {
  const params = new URLSearchParams(search);
  return {
    view: VIEWS.has(params.get("view")) ? params.get("view") : "ask",
    question: (params.get("q") ?? "").trim(),
    within: params.get("in") ?? "",
    offset: Math.max(0, Number.parseInt(params.get("offset") ?? "0", 10) || 0),
    document: params.get("doc") ?? "",
    quotes: ranges(params.get("quote")),
    values: ranges(params.get("value")),
  };
}

/** Write a state as an address. */
export function write(state) {
  const params = new URLSearchParams();
  const put = (name, value) => value && params.set(name, value);
  put("view", VIEWS.has(state.view) ? state.view : "");
  put("q", state.question);
  put("in", state.within);
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

function span({ start, end }) {
  return `${start}-${end}`;
}

function ranges(text) {
  const found = [...(text ?? "").matchAll(/(\d+)-(\d+)/g)];
  return found.map(([, start, end]) => ({ start: Number(start), end: Number(end) }));
}
