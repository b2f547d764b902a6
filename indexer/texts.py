"""What is embedded and analysed for a passage, and under which name its vector is kept."""

import hashlib
import json

from corpus.types import Passage
from models.spec import ModelSpec

PASSAGE_TEXT = "title-headings-text/1"  # a change of `passage_text` changes this name
_TITLE = 200
_HEADINGS = 200
_TEXT = 8_000


def passage_text(document_title: str, passage: Passage) -> str:
    """Return a passage with the words that say what it is about; bounded in length."""
    headings = " ".join(passage.headings)[-_HEADINGS:]  # the nearest heading says most
    parts = (document_title[:_TITLE], headings, passage.text[:_TEXT])
    return " ".join(part for part in parts if part)


def model_key(spec: ModelSpec) -> str:
    """Return the key of vectors that may be compared: the same weights used in the same way.

    The name counts only where there is no hash of weights: a folder may be moved.
    """
    recipe = spec.to_json() | {"passage_text": PASSAGE_TEXT}
    if spec.sha256:
        del recipe["name"]
    text = json.dumps(recipe, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]
