// Thumbs: what somebody thinks of an answer, kept on the server for review.

import { send } from "../core/client.js";
import { el } from "../core/dom.js";
import { explain } from "../core/labels.js";
import { t } from "../core/words.js";

/** Build the two thumbs of an answer; a thumb down may say what is wrong. */
export function thumbs(question, { type, value, citation }) {
  const about = { question, type, value: value.slice(0, 2000), document_id: citation.document.id, passage_id: citation.passage_id };
  const told = el("span", { class: "note", role: "status" });
  const place = el("div", { class: "feedback" });
  const buttons = ["up", "down"].map((verdict) => {
    const button = el("button", { type: "button", class: "quiet", "aria-pressed": "false", title: t("feedback.kept") }, t(`feedback.${verdict}`));
    button.addEventListener("click", () => give(verdict, button));
    return button;
  });

  async function give(verdict, button, comment) {
    buttons.forEach((one) => (one.disabled = true));
    try {
      await send("POST", "v1/feedback", { verdict, ...about, ...(comment ? { comment } : {}) });
      button.setAttribute("aria-pressed", "true");
      told.textContent = t("feedback.thanks");
      if (verdict === "down" && !comment) {
        place.append(commentForm((text) => give(verdict, button, text)));
      }
    } catch (error) {
      told.textContent = explain(error);
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  place.append(el("span", { class: "note" }, t("feedback.ask")), ...buttons, told);
  return place;
}

function commentForm(give) {
  const box = el("input", { name: "comment", maxlength: 2000, "aria-label": t("feedback.comment"), placeholder: t("feedback.comment") });
  const form = el("form", { class: "row comment" }, box, el("button", { class: "button", type: "submit" }, t("feedback.send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim()) {
      give(box.value.trim());
      form.remove();
    }
  });
  return form;
}
