// The only module that speaks to the server. Paths are relative: the page may be served below a prefix.

const HEALING = new Set(["not-ready", "index-busy", "index-missing"]);
const MAX_TRIES = 60;
const DEFAULT_PAUSE_S = 2;

/** An error as the server tells it (RFC 9457), or a lost connection. */
export class Problem extends Error {
  constructor({ status = 0, slug = "no-connection", detail = "", codes = [], requestId = "", retryAfter = 0 } = {}) {
    super(detail || slug);
    Object.assign(this, { status, slug, detail, codes, requestId, retryAfter });
  }
}

function problemFrom(status, told, retryAfter) {
  return new Problem({
    status,
    slug: String(told?.type ?? "").replace("urn:chidao:problem:", "") || "unknown",
    detail: told?.detail ?? "",
    codes: (told?.errors ?? []).map((each) => each.code),
    requestId: told?.request_id ?? "",
    retryAfter: Number(retryAfter) || 0,
  });
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Fetch; wait and try again while the server loads, telling `onWait` of each try. */
async function request(path, { signal, onWait, ...options } = {}) {
  for (let tries = 1; ; tries += 1) {
    let response;
    try {
      response = await fetch(path, { ...options, signal });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Problem({ detail: error.message });
    }
    if (response.ok) {
      return response;
    }
    const retryAfter = response.headers.get("Retry-After");
    const problem = problemFrom(response.status, await response.json().catch(() => ({})), retryAfter);
    if (response.status !== 503 || !HEALING.has(problem.slug) || tries >= MAX_TRIES) {
      throw problem;
    }
    onWait?.(tries);
    await pause(Number(retryAfter) || DEFAULT_PAUSE_S, signal);
  }
}

/** Write parameters as a query; empty ones are left out, lists are repeated. */
export function query(params) {
  const told = Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const kept = told.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.length ? `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}` : "";
}

/** Fetch JSON. */
export async function get(path, params = {}, options = {}) {
  return (await request(path + query(params), options)).json();
}

/** Send JSON; returns what comes back, null where nothing does. */
export async function send(method, path, body, options = {}) {
  const response = await request(path, {
    ...options,
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? null : response.json().catch(() => null);
}

/** Return the path of a document, or of something of it. */
export function documentPath(id, part = "") {
  return `v1/documents/${encodeURIComponent(id)}${part}`;
}

/** Fetch a text, every code point of it. */
export async function textOf(path, options) {
  const response = await request(path, options);
  // Plain text() would drop a leading U+FEFF and shift every offset by one.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** Fetch all pages of a list, at most `most` of them. */
export async function everyPage(path, params, member, { most = 4, ...options } = {}) {
  const found = [];
  for (let page = 0; page < most; page += 1) {
    const limit = 500;
    const answer = await get(path, { ...params, limit, offset: page * limit }, options);
    found.push(...answer[member]);
    if (found.length >= answer.total) {
      break;
    }
  }
  return found;
}

/** Send files; `onSent` hears the share that has left, 0 to 1. Returns the task. */
export function sendFiles(files, onSent) {
  const form = new FormData();
  for (const file of files) {
    form.append("files", file, file.name);
  }
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest(); // fetch tells nothing of what has been sent
    call.open("POST", "v1/documents");
    call.responseType = "json";
    call.upload.addEventListener("progress", (event) => event.lengthComputable && onSent(event.loaded / event.total));
    call.addEventListener("error", () => reject(new Problem()));
    call.addEventListener("load", () => {
      call.status === 202
        ? resolve(call.response)
        : reject(problemFrom(call.status, call.response, call.getResponseHeader("Retry-After")));
    });
    call.send(form);
  });
}
