// The only module that speaks to the server. Paths are relative: the page may be served below a prefix.

const HEALING = new Set(["not-ready", "index-busy", "index-missing"]);
const MAX_TRIES = 60;
const DEFAULT_PAUSE_S = 2;

/** An error as the server tells it (RFC 9457), or a lost connection. */
export class Problem extends Error {
  constructor({ status = 0, slug = "no-connection", detail = "", codes = [], requestId = "" } = {}) {
    super(detail || slug);
    Object.assign(this, { status, slug, detail, codes, requestId });
  }
}

async function problemOf(response) {
  const told = await response.json().catch(() => ({}));
  return new Problem({
    status: response.status,
    slug: String(told.type ?? "").replace("urn:chidao:problem:", "") || "unknown",
    detail: told.detail ?? "",
    codes: (told.errors ?? []).map((each) => each.code),
    requestId: told.request_id ?? "",
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
    const problem = await problemOf(response);
    if (response.status !== 503 || !HEALING.has(problem.slug) || tries >= MAX_TRIES) {
      throw problem;
    }
    onWait?.(tries);
    await pause(Number(response.headers.get("Retry-After")) || DEFAULT_PAUSE_S, signal);
  }
}

/** Ask a question, of one document only where `within` is its id. */
export async function ask(question, within, options) {
  const body = { question, k: 6, ...(within ? { filters: { document_ids: [within] } } : {}) };
  const response = await request("v1/ask", {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** Fetch one page of the documents. */
export async function documents(limit, offset, options) {
  return (await request(`v1/documents?limit=${limit}&offset=${offset}`, options)).json();
}

/** Fetch a document's header. */
export async function documentHeader(id, options) {
  return (await request(`v1/documents/${encodeURIComponent(id)}`, options)).json();
}

/** Fetch a document's text, every code point of it. */
export async function documentText(id, options) {
  const response = await request(`v1/documents/${encodeURIComponent(id)}/text`, options);
  // Plain text() would drop a leading U+FEFF and shift every offset by one.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** Fetch the latest uploads. */
export async function tasks(limit, options) {
  return (await request(`v1/tasks?limit=${limit}`, options)).json();
}

/** Fetch one upload, with what became of each file. */
export async function taskState(id, options) {
  return (await request(`v1/tasks/${encodeURIComponent(id)}`, options)).json();
}

/** End an upload; what is in the store stays. */
export async function cancelTask(id) {
  return (await request(`v1/tasks/${encodeURIComponent(id)}/cancel`, { method: "POST" })).json();
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
      const slug = String(call.response?.type ?? "").replace("urn:chidao:problem:", "");
      call.status === 202
        ? resolve(call.response)
        : reject(new Problem({ status: call.status, slug, detail: call.response?.detail, requestId: call.response?.request_id }));
    });
    call.send(form);
  });
}
