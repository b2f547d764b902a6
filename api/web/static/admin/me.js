// Who the caller is, and what they may do.

import { get, send } from "../core/client.js";

const EVERYTHING = { name: null, scopes: ["search", "ask", "ingest", "admin"], labels: [], access: "open" };
let me = EVERYTHING;

/** Ask the server who the caller is; one that asks for no keys lets everybody do everything. */
export async function findMe() {
  try {
    me = await get("v1/me");
  } catch (error) {
    me = error.status === 404 ? EVERYTHING : { ...EVERYTHING, scopes: [], access: "unknown" };
  }
  return me;
}

/** Return who the caller is, as far as was asked. */
export function whoAmI() {
  return me;
}

/** Tell whether the caller may do something; the server decides anew each time. */
export function may(scope) {
  return me.scopes.includes(scope);
}

/** End the session and go to where the next begins. */
export async function logOut() {
  await send("POST", "logout").catch(() => null);
  window.location.assign("login");
}
