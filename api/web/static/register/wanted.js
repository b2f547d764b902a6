// What of the register is asked for.

/** Return what the server narrows the register by. */
export function wantedOf({ agency, role, from, to, number, year, words }) {
  return { agency, role, due_from: from, due_to: to, number, year, q: words };
}
