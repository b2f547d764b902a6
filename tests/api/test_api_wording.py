import re
from pathlib import Path

from api.wording import TYPES, capital

VALUES = Path(__file__).resolve().parents[2] / "api" / "web" / "static" / "phrases" / "values.js"


def test_page_chat_and_terminal_name_answers_alike():
    page = dict(re.findall(r'"type\.(\w+)": \["([^"]+)"', VALUES.read_text(encoding="utf-8")))
    assert page == {str(kind): capital(name) for kind, name in TYPES.items()}
