"""Load a model by name: closed tables, heavy imports inside, errors that print the fix."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import BadModelFile, UnknownModel, WeightsMissing
from models.protocols import Analyzer, Embedder, Restorer
from models.spec import ModelSpec

WEIGHTS = Path(__file__).parent / "weights"
DATA = Path(__file__).parent / "data"
DEFAULT = "e5-small-vi"


@dataclass(frozen=True, slots=True)
class Family:
    """How the models of a family want their input."""

    pattern: re.Pattern[str]  # searched in the lower-case name or path
    query_prefix: str
    passage_prefix: str
    segmented: bool


FAMILIES = (
    Family(re.compile(r"(?:^|[/\\_.-])e5-(?:small|base|large)"), "query: ", "passage: ", False),
    Family(re.compile(r"vietnamese-bi-encoder|vietnamese-sbert|phobert"), "", "", True),
)


def load_embedder(
    name_or_path: str = DEFAULT,
    *,
    query_prefix: str | None = None,
    passage_prefix: str | None = None,
    segmented: bool | None = None,
) -> Embedder:
    """Return the embedder of that name: a shipped one, a folder's, or a hub model's.

    Settings left at None come from the folder's spec.json, else from the family (E5: "query: " and
    "passage: "; bkai's vietnamese-bi-encoder: segmented), else there is no prefix and no segmentation.
    """
    if shipped := SHIPPED.get(name_or_path):
        return shipped(query_prefix, passage_prefix, segmented)
    if (folder := Path(name_or_path).expanduser()).is_dir():
        return _from_folder(name_or_path, folder, query_prefix, passage_prefix, segmented)
    if re.fullmatch(r"[\w.-]+/[\w.-]+", name_or_path) and not name_or_path.startswith("."):
        spec = _with_settings(_family_spec(name_or_path), query_prefix, passage_prefix, segmented)
        return _sentence_transformer(spec, name_or_path)
    raise UnknownModel(name_or_path, tuple(SHIPPED), "there is no such folder, and it is no owner/name")


def load_analyzer() -> Analyzer:
    """Return the analyzer that the indexes are built with."""
    from models.analyzer import VietnameseAnalyzer

    return VietnameseAnalyzer()


def load_restorer() -> Restorer | None:
    """Return the shipped diacritic restorer, or None where its table was left out."""
    path = DATA / "restorer.npz"
    if not path.exists():
        return None
    from models.restorer import SyllableRestorer

    return SyllableRestorer(path)


def _hashing(query_prefix: str | None, passage_prefix: str | None, segmented: bool | None) -> Embedder:
    """Return the embedder without weights; it has no settings to change."""
    from models.hashing import HashingEmbedder

    return HashingEmbedder()


def _default(query_prefix: str | None, passage_prefix: str | None, segmented: bool | None) -> Embedder:
    folder = WEIGHTS / DEFAULT
    if not (folder / "model.safetensors").exists():
        raise WeightsMissing(DEFAULT, folder)
    return _from_folder(DEFAULT, folder, query_prefix, passage_prefix, segmented)


SHIPPED: dict[str, Callable[[str | None, str | None, bool | None], Embedder]] = {
    DEFAULT: _default,
    "hashing": _hashing,
}


def _from_folder(
    name: str, folder: Path, query_prefix: str | None, passage_prefix: str | None, segmented: bool | None
) -> Embedder:
    if not (folder / "modules.json").exists() and not (folder / "config.json").exists():
        raise BadModelFile(folder, "neither modules.json nor config.json is there, so it holds no model")
    path = folder / "spec.json"
    if path.exists():
        try:
            spec = replace(ModelSpec.from_json(json.loads(path.read_text(encoding="utf-8"))), name=name)
        except (ValueError, TypeError) as error:
            raise BadModelFile(path, str(error)) from error
    else:
        spec = _family_spec(name)
    return _sentence_transformer(_with_settings(spec, query_prefix, passage_prefix, segmented), folder)


def _family_spec(name: str) -> ModelSpec:
    """Return what the name alone tells; dim 0 stands for "known once loaded"."""
    found = next((f for f in FAMILIES if f.pattern.search(name.lower())), None)
    return ModelSpec(
        name=name,
        revision="",
        sha256="",
        dim=0,
        query_prefix=found.query_prefix if found else "",
        passage_prefix=found.passage_prefix if found else "",
        segmented=found.segmented if found else False,
        max_tokens=0,
    )


def _with_settings(
    spec: ModelSpec, query_prefix: str | None, passage_prefix: str | None, segmented: bool | None
) -> ModelSpec:
    """Let explicit settings win."""
    return replace(
        spec,
        query_prefix=spec.query_prefix if query_prefix is None else query_prefix,
        passage_prefix=spec.passage_prefix if passage_prefix is None else passage_prefix,
        segmented=spec.segmented if segmented is None else segmented,
    )


def _sentence_transformer(spec: ModelSpec, source: Path | str) -> Embedder:
    from models.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(spec, source)
