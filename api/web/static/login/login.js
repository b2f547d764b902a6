// The page that takes a key: it is sent once, and a cookie that scripts cannot read stands for it afterwards.

const form = document.getElementById("login");
const field = document.getElementById("key");
const button = form.querySelector("button");
const problem = document.getElementById("problem");

const TOLD = {
  401: "Khóa không dùng được: không có, đã hết hạn hoặc đã bị thu hồi.",
  429: "Thử quá nhiều lần, xin đợi một lát rồi thử lại.",
};

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
    tell(TOLD[response.status] ?? "Máy chủ không trả lời được, xin thử lại sau.");
  } catch {
    tell("Không kết nối được với máy chủ.");
  }
  button.disabled = false;
}

form.addEventListener("submit", submit);
