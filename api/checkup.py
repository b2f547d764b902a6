"""What can be checked of an installation, without changing it."""

import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

from pydantic import BaseModel, Field

from api.backend import LocalBackend
from api.rules import vietnamese
from api.settings import Settings
from api.version import VERSION
from corpus.catalog import Catalog
from indexer.errors import IndexMissing
from indexer.manifest import read_manifest

PACKAGES = (
    "torch",
    "sentence-transformers",
    "transformers",
    "faiss-cpu",
    "tantivy",
    "underthesea",
    "sqlalchemy",
    "fastapi",
    "pydantic",
    "numpy",
)
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


class Check(BaseModel):
    """One check; `detail` is Vietnamese."""

    name: str
    verdict: Verdict
    detail: str


class Checkup(BaseModel):
    """All checks; `ok` where none failed."""

    ok: bool
    version: str
    python: str
    platform: str
    packages: Annotated[dict[str, str | None], Field(description="Null where not installed.")]
    checks: list[Check]


def examine(settings: Settings) -> Checkup:
    """Run every check; one that raises has failed."""
    checks = []
    for name, look in _CHECKS.items():
        try:
            verdict, detail = look(settings)
        except Exception as error:  # a broken part is what this looks for
            verdict, detail = Verdict.FAILED, vietnamese(error)
        checks.append(Check(name=name, verdict=verdict, detail=detail))
    return Checkup(
        ok=all(check.verdict is not Verdict.FAILED for check in checks),
        version=VERSION,
        python=platform.python_version(),
        platform=platform.platform(),
        packages={name: _installed(name) for name in PACKAGES},
        checks=checks,
    )


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _packages(_: Settings) -> tuple[Verdict, str]:
    missing = [name for name in PACKAGES if _installed(name) is None]
    if missing:
        return Verdict.FAILED, f"thiếu {', '.join(missing)}"
    return Verdict.OK, "đủ các thư viện cần thiết"


def _data_dir(settings: Settings) -> tuple[Verdict, str]:
    folder = settings.data_dir
    if not folder.is_dir():
        above = next((each for each in folder.absolute().parents if each.exists()), folder)
        if folder.exists() or not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
            return (
                Verdict.FAILED,
                f"{folder} không phải thư mục và không tạo được; chọn nơi khác bằng --data-dir",
            )
        return Verdict.WARNING, f"{folder} chưa có; sẽ được tạo khi nạp văn bản"
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Verdict.FAILED, f"không ghi được vào {folder} ({error.strerror})"
    return Verdict.OK, f"{folder} đọc và ghi được"


def _model(settings: Settings) -> tuple[Verdict, str]:
    """Load the model with the network forbidden; loading compares the checksum of the weights."""
    with _environment(_OFFLINE), Catalog.open("sqlite://") as catalog:
        spec = LocalBackend(settings, catalog).embedder.spec
    return Verdict.OK, (
        f"{spec.name} nạp được ngoại tuyến; {spec.dim} chiều, SHA-256 {spec.sha256[:16] or 'không rõ'}…"
    )


def _index(settings: Settings) -> tuple[Verdict, str]:
    if not settings.data_dir.is_dir():
        return Verdict.WARNING, "chưa có văn bản nào"
    with Catalog.open(settings.data_dir) as catalog:
        documents, change = catalog.count(), catalog.change_number()
        try:
            found = read_manifest(LocalBackend(settings, catalog).index_dir)
        except IndexMissing:
            return Verdict.WARNING, f"{documents} văn bản; chưa lập chỉ mục, sẽ lập khi hỏi"
    told = f"{documents} văn bản, {found.passages} đoạn, mô hình {found.recipe.model.name}"
    if found.recipe.model.name != settings.model:
        return Verdict.FAILED, f"{told}; nhưng đang cấu hình mô hình {settings.model}"
    if found.change != change:
        return (
            Verdict.WARNING,
            f"{told}; chậm {change - found.change} thay đổi so với kho, sẽ cập nhật khi hỏi",
        )
    return Verdict.OK, f"{told}; khớp với kho"


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


_CHECKS: dict[str, Callable[[Settings], tuple[Verdict, str]]] = {
    "packages": _packages,
    "data_dir": _data_dir,
    "model": _model,
    "index": _index,
}
