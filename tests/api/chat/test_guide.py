import re
from pathlib import Path

from api.chat.metadata import FIELDS
from api.settings import Settings

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "integrations.md").read_text(encoding="utf-8")


def test_the_guide_names_what_there_is(app):
    paths = {re.sub(r"\{\w+\}", "chidao", path) for path in app.openapi()["paths"]} | {"/widget.js", "/v1"}
    named = set(re.findall(r"(?<![\w}])/(?:v1(?:/[\w/]+)?|retrieval|widget\.js)(?![\w.])", GUIDE))
    assert named - paths == set()
    assert {"/retrieval", "/v1/chat/completions", "/v1/embeddings"} <= named
    settings = {setting.name for setting in Settings.table()}
    assert set(re.findall(r"CHIDAO_[A-Z_]+", GUIDE)) <= settings
    assert [name for name in FIELDS if f"`{name}`" not in GUIDE] == []
