// The page that takes a key: it is sent once, and a cookie that scripts cannot read stands for it afterwards.

import { changeLanguage, t, translate } from "../core/words.js";

const form = document.getElementById("login");
const field = document.getElementById("key");
const button = form.querySelector("button");
const problem = document.getElementById("problem");

const TOLD = { 401: "login.refused", 429: "login.too_often" };

function tell(text) {
  problem.textContent = text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
  field.focus();
}

async function submit(event) {
  event.preventDefault();
  button.disabled = true;
  tell("");
  try {
    const response = await fetch("/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: field.value.trim() }),
    });
    if (response.ok) {
      location.replace("/");
      return;
    }
    tell(t(TOLD[response.status] ?? "login.no_answer"));
  } catch {
    tell(t("login.unreachable"));
  }
  button.disabled = false;
}

translate();
document.title = t("login.title");
document.getElementById("language").addEventListener("click", changeLanguage);
form.addEventListener("submit", submit);
