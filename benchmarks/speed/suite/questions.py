"""Real questions: those of the quality sets, drawn with a fixed seed."""

import json
import random
from pathlib import Path

QUALITY = Path(__file__).resolve().parents[2] / "quality"
FILES = (
    "directives_questions.jsonl",
    "directives_more.jsonl",
    "directives_third.jsonl",
    "directives_fourth.jsonl",
)
_SEED = 5


def questions(count: int) -> list[str]:
    """Return so many questions, the same each time."""
    lines = (line for name in FILES for line in (QUALITY / name).read_text(encoding="utf-8").splitlines())
    found = sorted({str(json.loads(line)["question"]) for line in lines})
    return random.Random(_SEED).sample(found, min(count, len(found)))
