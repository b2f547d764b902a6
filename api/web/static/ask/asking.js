// Asking the server, and keeping its answers for the way back.

import { send } from "../core/client.js";

const MAX_KEPT = 30;
const PASSAGES = 6;
const answered = new Map();

/** Return what tells one asking from another. */
export function keyOf({ question, after, within, kind, issuer, year, validity, agency }) {
  return JSON.stringify([question, after, within, kind, issuer, year, validity, agency]);
}

/** Return the answer that was given to this asking before. */
export function kept(state) {
  return answered.get(keyOf(state));
}

/** Ask again the next time. */
export function forget(key) {
  answered.delete(key);
}

/** Ask what the state says: its question after those before it, of the documents that it leaves. */
export async function ask(state, options) {
  const body = {
    question: state.question,
    k: PASSAGES,
    filters: filtersOf(state),
    history: state.after.slice(-20).map((content) => ({ role: "user", content })),
  };
  const response = await send("POST", "v1/ask", body, options);
  answered.set(keyOf(state), response);
  if (answered.size > MAX_KEPT) {
    answered.delete(answered.keys().next().value);
  }
  return response;
}

function filtersOf({ within, kind, issuer, year, validity, agency }) {
  return {
    ...(within ? { document_ids: [within] } : {}),
    ...(kind ? { kinds: [kind] } : {}),
    ...(validity ? { validity: [validity] } : {}),
    ...(agency ? { agency } : {}),
    ...(issuer ? { issuers: [issuer] } : {}),
    ...(/^\d{4}$/.test(year) ? { issued_from: `${year}-01-01`, issued_to: `${year}-12-31` } : {}),
  };
}
