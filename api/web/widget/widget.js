// The chat widget: one file for any page, which adds it with
//   <script src="https://HOST/widget.js" defer></script>
// Attributes of the script, all optional: data-key (an API key that every visitor can read: give it the scope
// ask and public documents alone), data-title, data-greeting, data-position ("left"), data-theme ("dark",
// "auto"), data-open. The server must name the page's origin in CHIDAO_CORS_ORIGINS.
// Everything stands in a shadow root; texts go in as text alone, so no document can bring markup in.
(() => {
  "use strict";

  const script = document.currentScript;
  const server = new URL(".", script?.src || document.baseURI);
  const options = { ...script?.dataset };
  const NAME = "chidao-chat";
  const TURNS = 20;
  const PATIENCE_MS = 60_000;

  const SAY = {
    title: "Hỏi văn bản chỉ đạo",
    open: "Mở khung hỏi đáp",
    close: "Đóng khung hỏi đáp",
    shut: "Đóng",
    greeting: "Xin chào. Hãy hỏi về nội dung các văn bản; câu trả lời kèm câu văn chứng minh.",
    placeholder: "Nhập câu hỏi",
    question: "Câu hỏi",
    send: "Hỏi",
    clear: "Hỏi chuyện mới",
    log: "Hỏi và đáp",
    you: "Câu hỏi: ",
    answer: "Trả lời: ",
    waiting: "Đang tra cứu…",
    sources: "Căn cứ",
    source: (index) => `Căn cứ số ${index}`,
    read: "Xem trong văn bản",
    hint: "Enter để hỏi, Shift+Enter để xuống dòng, Esc để đóng.",
  };

  const PROBLEMS = {
    401: "Trang này chưa được phép hỏi: thiếu khóa hoặc khóa không còn dùng được.",
    403: "Trang này không được phép hỏi máy chủ.",
    413: "Câu hỏi dài quá.",
    429: "Có quá nhiều câu hỏi.",
    503: "Máy chủ đang bận hoặc đang khởi động.",
    question_too_long: "Câu hỏi dài quá 2.000 ký tự; hãy rút gọn.",
    question_without_words: "Câu hỏi không có chữ cái hay chữ số nào.",
    question_control_characters: "Câu hỏi có ký tự không đọc được; hãy gõ lại.",
    connection: "Không kết nối được với máy chủ; hãy thử lại sau.",
    slow: "Máy chủ trả lời quá lâu; hãy thử lại sau.",
    other: "Máy chủ gặp lỗi; hãy thử lại sau.",
  };

  const STYLE = `
    :host { all: initial; --accent: var(--chidao-accent, #9c1a1d); --on-accent: #fff; --sheet: #fff;
      --wash: #f4f1ea; --ink: #1e1a16; --soft: #625a4f; --line: #8d8373; --value: #ffe38a; color-scheme: light;
      bottom: 1rem; font: 15px/1.5 "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", Arial, sans-serif;
      position: fixed; right: 1rem; z-index: 2147483000; }
    :host([data-position="left"]) { left: 1rem; right: auto; }
    :host([data-theme="dark"]) { --accent: var(--chidao-accent, #f0a49b); --on-accent: #22120f; --sheet: #201c18;
      --wash: #2c2722; --ink: #f2ece4; --soft: #c3b8aa; --line: #8d8373; --value: #6b5310; color-scheme: dark; }
    @media (prefers-color-scheme: dark) {
      :host([data-theme="auto"]) { --accent: var(--chidao-accent, #f0a49b); --on-accent: #22120f;
        --sheet: #201c18; --wash: #2c2722; --ink: #f2ece4; --soft: #c3b8aa; --line: #8d8373; --value: #6b5310;
        color-scheme: dark; }
    }
    *, *::before, *::after { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button, textarea { color: inherit; font: inherit; }
    button { cursor: pointer; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .launch { background: var(--accent); border: 0; border-radius: 999px; box-shadow: 0 2px 12px rgb(0 0 0 / 30%);
      color: var(--on-accent); font-weight: 600; padding: .7rem 1.1rem; }
    .panel { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; bottom: 0;
      box-shadow: 0 8px 32px rgb(0 0 0 / 25%); color: var(--ink); display: flex; flex-direction: column;
      height: min(36rem, calc(100vh - 2rem)); overflow: hidden; position: absolute; right: 0;
      width: min(25rem, calc(100vw - 2rem)); }
    :host([data-position="left"]) .panel { left: 0; right: auto; }
    header { align-items: center; background: var(--accent); color: var(--on-accent); display: flex; gap: .25rem;
      padding: .4rem .4rem .4rem .9rem; }
    h2 { flex: 1; font-size: 1rem; margin: 0; }
    header button { background: none; border: 0; border-radius: 6px; min-height: 2rem; padding: 0 .6rem; }
    header :focus-visible { outline-color: var(--on-accent); outline-offset: -3px; }
    .log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: .9rem; }
    .log > * { margin: 0 0 .8rem; overflow-wrap: anywhere; }
    .mine { background: var(--wash); border-radius: 10px; margin-left: 2rem; padding: .5rem .75rem;
      white-space: pre-wrap; }
    .body { white-space: pre-wrap; }
    .note { color: var(--soft); }
    .fault { border-left: 4px solid var(--accent); padding-left: .6rem; }
    .mark { background: none; border: 0; border-radius: 4px; color: var(--accent); font-weight: 600; padding: 0 .15rem;
      text-decoration: underline; }
    h3 { color: var(--soft); font-size: .85rem; margin: .6rem 0 .3rem; }
    details { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 .4rem; }
    summary { cursor: pointer; padding: .4rem .6rem; }
    blockquote { margin: 0; padding: 0 .75rem .4rem; white-space: pre-wrap; }
    mark { background: var(--value); color: inherit; }
    a { color: var(--accent); display: inline-block; padding: 0 .75rem .5rem; }
    form { border-top: 1px solid var(--line); display: grid; gap: .4rem; grid-template-columns: 1fr auto;
      padding: .6rem; }
    textarea { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; max-height: 9rem;
      min-height: 2.6rem; padding: .5rem .6rem; resize: vertical; width: 100%; }
    textarea::placeholder { color: var(--soft); opacity: 1; }
    .send { background: var(--accent); border: 0; border-radius: 8px; color: var(--on-accent); font-weight: 600;
      padding: 0 1rem; }
    .send[aria-disabled="true"] { opacity: .6; }
    .hint { color: var(--soft); font-size: .8rem; grid-column: 1 / -1; margin: 0; }
    .unseen { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap;
      width: 1px; }
    @media (max-width: 30rem) {
      .hint { display: none; }
      .panel { border-radius: 12px 12px 0 0; bottom: -1rem; height: min(40rem, 92vh); right: -1rem; width: 100vw; }
      :host([data-position="left"]) .panel { left: -1rem; }
    }
    @media print { :host { display: none; } }
  `;

  /** Build an element; children are elements or texts, and texts stay texts. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") {
        made.addEventListener(name, value);
      } else if (value !== null && value !== false) {
        made.setAttribute(name, value === true ? "" : value);
      }
    }
    made.append(...children.flat().filter((child) => child !== null && child !== ""));
    return made;
  }

  /** An error with what to say about it. */
  class Refusal extends Error {}

  /** Ask the server; the messages are those of the conversation so far. */
  async function complete(messages) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    const headers = { "Content-Type": "application/json" };
    if (options.key) {
      headers.Authorization = `Bearer ${options.key}`;
    }
    try {
      const response = await fetch(new URL("v1/chat/completions", server), {
        method: "POST",
        headers,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: stop.signal,
        body: JSON.stringify({ model: "chidao", messages: messages.slice(-TURNS) }),
      });
      if (!response.ok) {
        throw new Refusal(await explain(response));
      }
      return await response.json();
    } catch (error) {
      if (error instanceof Refusal) {
        throw error;
      }
      throw new Refusal(stop.signal.aborted ? PROBLEMS.slow : PROBLEMS.connection);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Say an error of the server in Vietnamese. */
  async function explain(response) {
    const problem = await response.json().catch(() => ({}));
    const said = PROBLEMS[problem.error?.code] ?? PROBLEMS[response.status] ?? PROBLEMS.other;
    const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return wait > 0 ? `${said} Xin thử lại sau ${wait} giây.` : said;
  }

  /** Return a link that a browser may follow, or nothing. */
  function webAddress(text) {
    try {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
      return null;
    }
  }

  class ChidaoChat extends HTMLElement {
    #messages = [];
    #busy = false;
    #answers = 0;
    #turn = 0; // changes with each new conversation: answers to an old one are not shown
    #built = false;

    connectedCallback() {
      if (this.#built) {
        return;
      }
      this.#built = true;
      this.lang = "vi";
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // no <style>: pages may forbid them
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.#build(root);
      this.#greet();
      if (options.open !== undefined) {
        this.#show(false);
      }
    }

    #build(root) {
      const title = options.title || SAY.title;
      this.launch = el("button", { class: "launch", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false",
        "aria-label": `${SAY.open}: ${title}`, click: () => this.#show() }, title);
      this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": SAY.log, tabindex: "0" });
      this.field = el("textarea", { id: "question", rows: "1", maxlength: "2000", required: true,
        placeholder: SAY.placeholder, "aria-describedby": "hint", autocomplete: "off",
        keydown: (event) => this.#typed(event) });
      this.send = el("button", { class: "send", type: "submit" }, SAY.send);
      this.form = el("form", { submit: (event) => this.#asked(event) },
        el("label", { class: "unseen", for: "question" }, SAY.question), this.field, this.send,
        el("p", { class: "hint", id: "hint" }, SAY.hint));
      this.panel = el("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true,
        keydown: (event) => event.key === "Escape" && this.#hide(event) },
        el("header", {}, el("h2", { id: "title" }, title),
          el("button", { type: "button", click: () => this.#restart() }, SAY.clear),
          el("button", { type: "button", "aria-label": SAY.close, click: (event) => this.#hide(event) }, SAY.shut)),
        this.log, this.form);
      root.append(this.launch, this.panel);
    }

    #greet() {
      this.log.replaceChildren(el("p", { class: "note" }, options.greeting || SAY.greeting));
    }

    #show(focus = true) {
      this.panel.hidden = false;
      this.launch.hidden = true;
      this.launch.setAttribute("aria-expanded", "true");
      if (focus) {
        this.field.focus();
      }
    }

    #hide(event) {
      event.stopPropagation();
      this.panel.hidden = true;
      this.launch.hidden = false;
      this.launch.setAttribute("aria-expanded", "false");
      this.launch.focus();
    }

    #restart() {
      this.#messages = [];
      this.#turn += 1;
      this.#rest();
      this.#greet();
      this.field.focus();
    }

    #typed(event) {
      // An unfinished word of an input method is ended by Enter as well.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    }

    async #asked(event) {
      event.preventDefault();
      const question = this.field.value.trim();
      if (!question || this.#busy) {
        return;
      }
      this.field.value = "";
      this.#say(el("p", { class: "mine" }, el("span", { class: "unseen" }, SAY.you), question));
      this.#busy = true;
      this.send.setAttribute("aria-disabled", "true");
      const waiting = this.#say(el("p", { class: "note" }, SAY.waiting));
      const turn = this.#turn;
      const said = [...this.#messages, { role: "user", content: question }];
      try {
        const answer = await complete(said);
        if (turn === this.#turn) {
          const { content } = answer.choices[0].message;
          this.#messages = [...said, { role: "assistant", content }];
          this.#say(this.#answered(answer));
        }
      } catch (error) {
        if (turn === this.#turn) {
          this.field.value ||= question;
          this.#say(el("p", { class: "fault" }, error instanceof Refusal ? error.message : PROBLEMS.other));
        }
      } finally {
        waiting.remove();
        if (turn === this.#turn) {
          this.#rest();
        }
      }
    }

    #rest() {
      this.#busy = false;
      this.send.removeAttribute("aria-disabled");
    }

    #say(block) {
      this.log.append(block);
      // The page around is not scrolled; of a long answer the question and the beginning are shown.
      const question = [...this.log.querySelectorAll(".mine")].at(-1) ?? block;
      this.log.scrollTop = Math.min(question.offsetTop - this.log.offsetTop - 8, this.log.scrollHeight);
      return block;
    }

    /** Build an answer: its sentences with marks to press, then what they cite. */
    #answered({ choices, citations = [], chidao = {} }) {
      this.#answers += 1;
      const { content, annotations = [] } = choices[0].message;
      const letters = Array.from(content); // offsets count code points, as letters do here
      const end = chidao.body_end ?? letters.length;
      const links = new Map();
      const body = el("div", { class: "body" }, el("span", { class: "unseen" }, SAY.answer));
      let at = 0;
      for (const { url_citation: place } of annotations) {
        const mark = letters.slice(place.start_index, place.end_index).join("");
        const index = Number.parseInt(mark.slice(1), 10);
        links.set(index, webAddress(place.url));
        body.append(letters.slice(at, place.start_index).join(""), this.#mark(mark, index));
        at = place.end_index;
      }
      body.append(letters.slice(at, end).join("").trimEnd());
      const sources = citations.map((citation) => this.#source(citation, links.get(citation.index) ?? null));
      return el("div", {}, body, sources.length ? el("h3", {}, SAY.sources) : null, sources);
    }

    #mark(text, index) {
      const target = `source-${this.#answers}-${index}`;
      return el("button", { class: "mark", type: "button", "aria-label": SAY.source(index),
        click: () => this.#reveal(target) }, text);
    }

    #reveal(target) {
      const source = this.shadowRoot.getElementById(target);
      source.open = true;
      source.querySelector("summary").focus();
    }

    #source(citation, address) {
      const { index, label } = citation;
      const letters = Array.from(citation.quote);
      const [start, stop] = [citation.value_start - citation.start, citation.value_end - citation.start];
      const quote = el("blockquote", {}, letters.slice(0, start).join(""),
        el("mark", {}, letters.slice(start, stop).join("")), letters.slice(stop).join(""));
      const link = address
        ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, SAY.read)
        : null;
      return el("details", { id: `source-${this.#answers}-${index}` },
        el("summary", {}, `[${index}] ${label}`), quote, link);
    }
  }

  if (!customElements.get(NAME)) {
    customElements.define(NAME, ChidaoChat);
  }

  function add() {
    if (document.querySelector(NAME)) {
      return;
    }
    const widget = document.createElement(NAME);
    for (const name of ["position", "theme"]) {
      if (options[name]) {
        widget.dataset[name] = options[name];
      }
    }
    document.body.append(widget);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", add);
  } else {
    add();
  }
})();
