"""The set that needs no other data: questions about the sample documents -> passages with the answer."""

import json
import re
from pathlib import Path

from benchmarks.quality.retrieval.pool import cut
from benchmarks.quality.retrieval.types import RetrievalSet
from corpus.letters import fold_letters

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ROOT / "tests" / "golden" / "samples_questions.jsonl"
SAMPLES = ROOT / "corpus" / "samples"
_SPACE = re.compile(r"\s+")


def samples() -> RetrievalSet:
    """Build the set; a question whose answer stands in no passage (in a letterhead, say) is left out."""
    documents = {path.name: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("[0-9]*"))}
    cuts = {name: cut(name, text) for name, text in documents.items()}
    queries: dict[str, str] = {}
    relevant: dict[str, frozenset[str]] = {}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        values = gold.get("value") or []
        values = [values] if isinstance(values, str) else values
        sources = [gold.get("source"), *gold.get("alternative_sources", [])]
        right = frozenset(
            piece.id
            for source in sources
            for piece in cuts.get(source, ())
            if any(_plain(value) in _plain(piece.text) for value in values if len(value) > 2)
        )
        if right:
            queries[gold["id"]] = gold["question"]
            relevant[gold["id"]] = right
    return RetrievalSet("samples", queries, documents, relevant, by_passage=True)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", fold_letters(text))
