// What this browser remembers; nothing of it ever leaves the browser. Without storage it forgets.

const PREFIX = "chidao.";

/** Return what was remembered under a name, else `otherwise`. */
export function recall(name, otherwise) {
  try {
    const text = window.localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** Remember a value under a name; null forgets it. */
export function remember(name, value) {
  try {
    value === null
      ? window.localStorage.removeItem(PREFIX + name)
      : window.localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // private windows and full disks: the page works without
  }
}
