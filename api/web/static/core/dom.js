// Documents are not trusted: every node is built here, data only ever becomes text.

/** Build an element; `props` are attributes, `class`, or `on<event>` listeners; null children are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Build an element of a drawing. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, String(value));
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const LOUD = new Set(["quote-mark", "value-mark", "term-mark"]); // found for this reader: a <mark>

/** Build the nodes of cut text: an element where a piece has kinds, plain text elsewhere. */
export function marked(cuts) {
  return cuts.map(({ text, kinds }) =>
    kinds.length
      ? el(kinds.some((kind) => LOUD.has(kind)) ? "mark" : "span", { class: kinds.join(" ") }, text)
      : document.createTextNode(text),
  );
}

/** Build a link inside the page; the router takes its clicks. */
export function route(href, props, ...children) {
  return el("a", { href, "data-route": true, ...props }, ...children);
}

/** Build a list of terms and descriptions; rows without a description are left out. */
export function facts(rows, name) {
  const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "" && value.length !== 0);
  return el(
    "dl",
    { class: name },
    told.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))),
  );
}

/** Build the heading of a view; focus comes to it when a person goes there. */
export function viewTitle(...children) {
  return el("h1", { class: "view-title", tabindex: "-1" }, ...children);
}

/** Build a labelled field of a form. */
export function field(label, control, name = "field") {
  return el("label", { class: name }, el("span", {}, label), control);
}

/** Build a choice; `options` are pairs of value and name. */
export function choose(name, options, chosen, props = {}) {
  const rows = options.map(([value, text]) => el("option", { value, selected: value === chosen }, text));
  return el("select", { name, ...props }, rows);
}
