"""Load a model by name: closed tables, heavy imports inside, errors that print the fix."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from models.errors import BadModelFile, UnknownModel, WeightsMissing
from models.protocols import Analyzer, Embedder, Proofreader, Restorer
from models.spec import ModelSpec

WEIGHTS = Path(__file__).parent / "weights"
DATA = Path(__file__).parent / "data"
DEFAULT = "e5-small-vi"


TORCH, INT8 = "torch:", "int8:"  # before a name: compute it so and not otherwise
_INT8_LIBRARIES = ("onnx", "onnxruntime", "safetensors", "tokenizers")


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


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the caller wants otherwise; None, or no engine, leaves it to the model."""

    query_prefix: str | None
    passage_prefix: str | None
    segmented: bool | None
    engine: str  # "", TORCH or INT8


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

    A folder is computed in 8-bit integers where that is possible, else in float32 on torch; "torch:" or
    "int8:" before the name insists on one. Either way the spec is the same: the vectors are comparable.
    """
    engine = next((one for one in (TORCH, INT8) if name_or_path.startswith(one)), "")
    name = name_or_path.removeprefix(engine)
    wishes = _Wishes(query_prefix, passage_prefix, segmented, engine)
    if shipped := SHIPPED.get(name):
        return shipped(wishes)
    if (folder := Path(name).expanduser()).is_dir():
        return _from_folder(name, folder, wishes)
    if re.fullmatch(r"[\w.-]+/[\w.-]+", name) and not name.startswith(".") and engine != INT8:
        return _sentence_transformer(_with_settings(_family_spec(name), wishes), name)
    raise UnknownModel(name, tuple(SHIPPED), "there is no such folder, and it is no owner/name")


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


def load_proofreader() -> Proofreader | None:
    """Return what puts the diacritics of recognised text right, or None where its table was left out."""
    path = DATA / "restorer.npz"
    if not path.exists():
        return None
    from models.proofreader import SyllableProofreader

    return SyllableProofreader(path)


def _hashing(wishes: _Wishes) -> Embedder:
    """Return the embedder without weights; it has no settings to change."""
    from models.hashing import HashingEmbedder

    return HashingEmbedder()


def _default(wishes: _Wishes) -> Embedder:
    folder = WEIGHTS / DEFAULT
    if not (folder / "model.safetensors").exists():
        raise WeightsMissing(DEFAULT, folder)
    return _from_folder(DEFAULT, folder, wishes)


SHIPPED: dict[str, Callable[[_Wishes], Embedder]] = {DEFAULT: _default, "hashing": _hashing}


def _from_folder(name: str, folder: Path, wishes: _Wishes) -> Embedder:
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
    spec = _with_settings(spec, wishes)
    if wishes.engine == TORCH:
        return _sentence_transformer(spec, folder)
    reason = _reason_against_int8(folder)
    if reason is None:
        from models.int8.embedder import Int8Embedder

        return Int8Embedder(spec, folder)
    if wishes.engine == INT8:
        raise UnknownModel(name, tuple(SHIPPED), f"it cannot be computed in 8-bit integers: {reason}")
    return _sentence_transformer(spec, folder)


def _reason_against_int8(folder: Path) -> str | None:
    from models.int8.folder import reason_not_understood

    missing = [library for library in _INT8_LIBRARIES if find_spec(library) is None]
    return f"{missing[0]} is not installed" if missing else reason_not_understood(folder)


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


def _with_settings(spec: ModelSpec, wishes: _Wishes) -> ModelSpec:
    """Let explicit settings win."""
    given = {name: getattr(wishes, name) for name in ("query_prefix", "passage_prefix", "segmented")}
    return replace(spec, **{name: value for name, value in given.items() if value is not None})


def _sentence_transformer(spec: ModelSpec, source: Path | str) -> Embedder:
    from models.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(spec, source)
