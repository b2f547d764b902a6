"""Options that several commands share, and the way to a runtime."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import NoDocuments, QuestionRefused
from api.wire.questions import fault_of, normalize_question

if TYPE_CHECKING:
    from api.engine.runtime import Runtime
    from api.settings import Settings

MAX_K = 100

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Thư mục dữ liệu; mặc định là CHIDAO_DATA_DIR hoặc ./data."),
]
AsJson = Annotated[bool, typer.Option("--json", help="In đúng phản hồi JSON của giao diện HTTP.")]
Depth = Annotated[int, typer.Option("-k", min=1, max=MAX_K, help="Số đoạn văn trả về.")]


class OnConflict(StrEnum):
    """What to do with a file that was ingested before with another content; the corpus has the same words."""

    REPLACE = "replace"
    SKIP = "skip"
    ERROR = "error"


@contextmanager
def open_runtime(
    data_dir: Path | None, threads: int | None = None, *, may_create: bool = False
) -> Iterator["Runtime"]:
    """Open the runtime of a data directory, and close it.

    Args:
        data_dir: where; None takes the setting.
        threads: replace that setting.
        may_create: whether a directory that holds no catalog gets one.

    Raises:
        NoDocuments: there is no catalog, and none may be made.
    """
    from api.engine.runtime import Runtime
    from api.settings import Settings
    from api.telemetry.logs import configure_logging

    settings = Settings.load(data_dir=data_dir)
    if threads is not None:
        settings = settings.model_copy(update={"threads": threads})
    if not may_create:
        require_catalog(settings)
    # A command that prints its answer stays quiet unless a level was asked for.
    configure_logging(settings.log_level if "log_level" in settings.model_fields_set else "warning")
    runtime = Runtime.open(settings)
    try:
        yield runtime
    finally:
        runtime.close()


def require_catalog(settings: "Settings") -> None:
    """Raise NoDocuments where no catalog is: a mistyped directory must not look like an empty answer."""
    from corpus.catalog.database import FILE_NAME

    place = settings.data_dir
    try:
        is_bare = place.is_dir() and not (place / FILE_NAME).exists()
        is_bare = is_bare or not place.exists()
    except OSError:  # what cannot be looked at is told by who opens it
        return
    if settings.catalog is None and is_bare:
        raise NoDocuments(str(place))


def settled(data_dir: Path | None) -> "Settings":
    """Return the settings for what is kept beside the catalog; raises NoDocuments without a directory."""
    from api.settings import Settings

    settings = Settings.load(data_dir=data_dir)
    if not settings.may_hold_documents:
        raise NoDocuments(str(settings.data_dir))
    return settings


def told_empty(runtime: "Runtime", *, as_json: bool) -> bool:
    """Say that the collection is empty, if it is; beside JSON on stderr. Return whether that says all."""
    from api.rules import vietnamese

    if runtime.catalog.count():
        return False
    settings = runtime.settings
    place = "CHIDAO_CATALOG" if settings.catalog is not None else str(settings.data_dir)
    typer.echo(vietnamese(NoDocuments(place)), err=as_json)
    return not as_json


def checked_question(raw: str) -> str:
    """Return the question normalised; raises QuestionRefused."""
    question = normalize_question(raw)
    fault = fault_of(question)
    if fault is not None:
        raise QuestionRefused(fault)
    return question
