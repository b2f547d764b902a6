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

/** Build the nodes of cut text: a <mark> where a piece has a kind, plain text elsewhere. */
export function marked(cuts) {
  return cuts.map((cut) =>
    cut.kinds.length ? el("mark", { class: cut.kinds.join(" ") }, cut.text) : document.createTextNode(cut.text),
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
