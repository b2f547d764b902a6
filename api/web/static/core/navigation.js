// Going from one address to another without leaving the page.

const MOVED = "chidao:moved";

/** Go to an address of this page; the same one again leaves no second step in the history. */
export function go(address) {
  const same = address === window.location.search;
  same ? window.history.replaceState(null, "", address) : window.history.pushState(null, "", address);
  window.dispatchEvent(new CustomEvent(MOVED, { detail: same }));
}

/** Hear of every move: `hear(byHand, again)`; not by hand is the way back, again is the same address. */
export function onMove(hear) {
  window.addEventListener(MOVED, (event) => hear(true, event.detail));
  window.addEventListener("popstate", () => hear(false, false));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-route]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && plain) {
      event.preventDefault();
      go(link.getAttribute("href"));
    }
  });
}
