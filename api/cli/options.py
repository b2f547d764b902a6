"""Options that several commands share, and the way to a runtime."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.errors import QuestionRefused
from api.wire.questions import fault_of, normalize_question

if TYPE_CHECKING:
    from api.engine.runtime import Runtime

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
def open_runtime(data_dir: Path | None, threads: int | None = None) -> Iterator["Runtime"]:
    """Open the runtime of a data directory, and close it; `threads` replaces that setting."""
    from api.engine.runtime import Runtime
    from api.settings import Settings
    from api.telemetry.logs import configure_logging

    settings = Settings.load(data_dir=data_dir)
    if threads is not None:
        settings = settings.model_copy(update={"threads": threads})
    # A command that prints its answer stays quiet unless a level was asked for.
    configure_logging(settings.log_level if "log_level" in settings.model_fields_set else "warning")
    runtime = Runtime.open(settings)
    try:
        yield runtime
    finally:
        runtime.close()


def checked_question(raw: str) -> str:
    """Return the question normalised; raises QuestionRefused."""
    question = normalize_question(raw)
    fault = fault_of(question)
    if fault is not None:
        raise QuestionRefused(fault)
    return question
