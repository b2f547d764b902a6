"""`OUT.manifest.json`: what an output was made of, so that it can be made again and is never mixed."""

import hashlib
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.batch.options import Options
from api.engine.runtime import Runtime
from api.errors import OutputFailed, QuestionsUnusable
from api.version import VERSION
from indexer.errors import IndexMissing

SUFFIX = ".manifest.json"
_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("corpus", "indexer", "models", "search")  # what shapes an answer
_APART = ("models/weights", "models/training")  # the weights have their own hash
_WORDS = {
    "program": "phiên bản chương trình",
    "code_sha256": "mã chương trình",
    "index": "chỉ mục (kho văn bản hoặc mô hình)",
    "restorer_sha256": "bộ khôi phục dấu",
    "questions_sha256": "tệp câu hỏi",
    "options": "tùy chọn",
}
_RESTORER = _ROOT / "models" / "data" / "restorer.npz"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, protected_namespaces=())


class IndexState(_Record):
    """The index that answered."""

    version: Annotated[str, Field(description="As in responses; a digest of all that the index holds.")]
    catalog: Annotated[str | None, Field(description="Identity of the catalog it was built from.")] = None
    change: Annotated[int | None, Field(description="Last change of the catalog that it contains.")] = None
    model: str | None = None
    model_sha256: str | None = None


class Recipe(_Record):
    """What must be equal for an output to be continued."""

    program: str
    code_sha256: Annotated[str, Field(description="Of the code and tables that shape an answer.")]
    index: IndexState
    restorer_sha256: str | None
    questions_sha256: str
    options: dict[str, str | int | bool]

    def differences(self, other: Self) -> list[str]:
        """Say in Vietnamese what differs."""
        return [words for name, words in _WORDS.items() if getattr(self, name) != getattr(other, name)]


class RunManifest(_Record):
    """An output and how it was come by."""

    output: str
    questions: str
    recipe: Recipe
    processes: int
    started: datetime
    ended: Annotated[datetime | None, Field(description="Null while it runs, and where it was cut off.")]
    total: Annotated[int, Field(description="Questions of the file that can be asked.")]
    faults: Annotated[int, Field(description="Lines of the file that are no questions.")]
    done: int
    failed: tuple[str, ...] = ()
    without_manifest: Annotated[
        int, Field(description="Questions that stood in the output before there was a manifest.")
    ] = 0
    output_sha256: str | None = None

    def finished(self, output: Path, done: int, failed: tuple[str, ...]) -> Self:
        """Return the manifest of a run that has come to its end."""
        ended, digest = datetime.now(UTC), sha256_of(output)
        return self.model_copy(
            update={"ended": ended, "done": done, "failed": failed, "output_sha256": digest}
        )


def manifest_path(output: Path) -> Path:
    """Return where the manifest of an output stands."""
    return output.with_name(output.name + SUFFIX)


def recipe_of(runtime: Runtime, questions: Path, options: Options) -> Recipe:
    """Return the recipe of a run; brings the index up to the catalog first."""
    if runtime.is_behind():
        runtime.catch_up()
    return Recipe(
        program=VERSION,
        code_sha256=_code_sha256(),
        index=_index_of(runtime),
        restorer_sha256=sha256_of(_RESTORER) if _RESTORER.exists() else None,
        questions_sha256=sha256_of(questions),
        options={name: _plain(value) for name, value in asdict(options).items()},
    )


def _index_of(runtime: Runtime) -> IndexState:
    try:
        found = runtime.index_state()
    except IndexMissing:  # another kind of index
        return IndexState(version=runtime.engine().search("chỉ đạo", 1).index_version)
    return IndexState(
        version=found.version,
        catalog=found.catalog,
        change=found.change,
        model=found.recipe.model.name,
        model_sha256=found.recipe.model.sha256,
    )


def read_run(output: Path) -> RunManifest | None:
    """Return the manifest beside an output, None where there is none; raises QuestionsUnusable."""
    path = manifest_path(output)
    try:
        return RunManifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise QuestionsUnusable(str(path), "không phải tệp kê khai của một lần chạy") from error


def write_run(output: Path, manifest: RunManifest) -> None:
    """Replace the manifest beside an output; raises OutputFailed."""
    path = manifest_path(output)
    draft = path.with_name(path.name + ".tmp")
    try:
        draft.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise OutputFailed(str(path), error.errno or 0) from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: object) -> str | int | bool:
    return value if isinstance(value, int) else str(value)


def _code_sha256() -> str:
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            name = path.relative_to(_ROOT).as_posix()
            if path.is_file() and "__pycache__" not in path.parts and not name.startswith(_APART):
                digest.update(f"{name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()
