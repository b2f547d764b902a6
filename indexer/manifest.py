"""The recipe and the inventory of an index; it is the one file that says what the others are."""

import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from indexer.errors import IndexDamaged, IndexMissing, ManifestMismatch
from indexer.texts import PASSAGE_TEXT, model_key
from models.spec import ModelSpec

FILE_NAME = "manifest.json"
FORMAT = 3
READABLE = (2, FORMAT)  # format 2 knows exact segments only, and none with samples


@dataclass(frozen=True, slots=True)
class Options:
    """What shapes the ranking without changing what is indexed.

    Attributes:
        accented: weight of BM25 over terms with their diacritics.
        folded: weight of BM25 over terms without.
        dense: share of the dense leg where both legs are fused.
        lexical: share of the lexical leg.
    """

    accented: float = 1.0
    folded: float = 0.5
    dense: float = 0.5  # by `benchmarks.quality.retrieval.tune` on the dev part
    lexical: float = 0.5


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it was written.

    Attributes:
        sample: SHA-256 of some pages of a large file, all that opening it checks; "" for others.
    """

    name: str
    size: int
    sha256: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Approximation:
    """How a large segment is searched: lists of rows that lie together, the best of which are scored exactly.

    Attributes:
        lists: how many lists there are.
        budget: rows that a search looks at at most, where it may return all of them.
        reach: standard deviations of a list's rows that are added to what its mean promises.
        scanned: rows up to which all that a filter leaves are scored exactly.
        first: rows that a search looks at before it judges by what it has found whether to go on; 0 where it
            always spends its budget, as indexes of before say.
    """

    lists: int
    budget: int
    reach: float
    scanned: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One immutable dense segment, and the documents in it that no longer count.

    `approximate` is None where every row is compared.
    """

    name: str
    rows: int
    dead_rows: int
    files: tuple[FileStamp, ...]
    dead: tuple[str, ...] = ()
    approximate: Approximation | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """What must be equal for an index to be used or continued."""

    model: ModelSpec
    analyzer: str
    passage_text: str = PASSAGE_TEXT

    def check(self, found: Self, path: Path | str) -> None:
        """Raise ManifestMismatch where `found`, the recipe of an index, differs."""
        pairs = (
            ("model", model_key(self.model), model_key(found.model), self.model.name, found.model.name),
            ("analyzer", self.analyzer, found.analyzer, self.analyzer, found.analyzer),
            ("passage text", *(2 * (self.passage_text, found.passage_text))),
        )
        for part, ours, theirs, our_name, their_name in pairs:
            if ours != theirs:
                same = our_name == their_name
                raise ManifestMismatch(
                    part,
                    f"{our_name} ({ours})" if same else our_name,
                    f"{their_name} ({theirs})" if same else their_name,
                    str(path),
                    named=not same,
                )


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that must be known to open an index."""

    recipe: Recipe
    catalog: str  # identity of the catalog it was built from
    change: int = 0  # number of the last change it contains
    passages: int = 0
    lexical: str = ""  # folder of the lexical index
    segments: tuple[SegmentEntry, ...] = ()
    options: Options = field(default_factory=Options)
    format: int = FORMAT
    last: str = ""  # document of that last change; "" where it is not known, as indexes of before say

    def to_json(self) -> str:
        """Return the manifest as JSON text; equal manifests give equal texts."""
        told = asdict(self)
        if not self.last:
            del told["last"]  # the version is named after the text: it stays what it was
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)

    @property
    def version(self) -> str:
        """Name the contents."""
        return hashlib.sha256(self.to_json().encode("utf-8")).hexdigest()[:12]

    @property
    def file_names(self) -> Collection[str]:
        """Return the names of all dense files."""
        return {stamp.name for segment in self.segments for stamp in segment.files}


def read_manifest(index_dir: Path) -> Manifest:
    """Read the manifest of an index; raises IndexMissing or IndexDamaged."""
    path = index_dir / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise IndexMissing(str(index_dir)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(str(index_dir), f"{FILE_NAME} cannot be read ({error})") from error
    try:
        manifest = TypeAdapter(Manifest).validate_json(text)
    except ValidationError as error:
        raise IndexDamaged(str(index_dir), f"{FILE_NAME} is not a manifest of this version") from error
    if manifest.format not in READABLE:
        raise IndexDamaged(str(index_dir), f"the index has format {manifest.format}, not {FORMAT}")
    return manifest


def write_manifest(index_dir: Path, manifest: Manifest) -> None:
    """Replace the manifest: afterwards the old one or the new one is there, whole."""
    write_atomically(index_dir / FILE_NAME, manifest.to_json().encode("utf-8"))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees a part of it, and a power cut keeps it."""
    draft = path.with_name(path.name + ".tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; a no-op where folders cannot be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
