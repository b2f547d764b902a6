"""Checks of the machine: packages, directories, room, the model, who is let in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from api.access.door import Door
from api.checkup.report import Finding, failed, fine, warning
from api.engine.backend import LocalBackend
from api.settings import Settings
from corpus.catalog import Catalog
from corpus.labels import Label

PACKAGES = (
    "torch",
    "sentence-transformers",
    "transformers",
    "onnxruntime",
    "faiss-cpu",
    "tantivy",
    "underthesea",
    "sqlalchemy",
    "pypdfium2",
    "fastapi",
    "uvicorn",
    "pydantic",
    "numpy",
)
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
_GIB = 1024**3
_LEAST_FREE, _ENOUGH_FREE = _GIB // 10, _GIB
_OTHERS_MAY_WRITE, _OTHERS_MAY_READ = 0o002, 0o005  # to enter is enough: the names below are known


def installed() -> dict[str, str | None]:
    """Return the versions of the packages that matter; None where one is missing."""
    return {name: _version(name) for name in PACKAGES}


def check_packages(_: Settings) -> Finding:
    """Look for the packages without which nothing works."""
    missing = [name for name, found in installed().items() if found is None]
    if missing:
        return failed(f"thiếu {', '.join(missing)}", f"cài bằng: pip install {' '.join(missing)}")
    return fine("đủ các thư viện cần thiết")


def check_data_dir(settings: Settings) -> Finding:
    """Try to write into the data directory; see who else may."""
    folder = settings.data_dir
    if not folder.is_dir():
        above = _nearest(folder)
        if folder.exists() or not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
            return failed(f"{folder} không phải thư mục và không tạo được", "chọn nơi khác bằng --data-dir")
        return warning(f"{folder} chưa có; sẽ được tạo khi nạp văn bản", "nạp văn bản bằng: chidao ingest")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return failed(
            f"không ghi được vào {folder} ({error.strerror})", f"sửa quyền: chown, chmod u+rwx {folder}"
        )
    mode = folder.stat().st_mode if os.name == "posix" else 0
    if mode & _OTHERS_MAY_WRITE:
        return warning(f"mọi người dùng của máy đều ghi được vào {folder}", f"thu quyền: chmod o-w {folder}")
    if mode & _OTHERS_MAY_READ:
        kept = _not_public(settings)
        told = f", trong đó có {kept} văn bản không công khai" if kept else ""
        return warning(
            f"mọi người dùng của máy đều đọc được {folder}{told}", f"thu quyền: chmod o-rwx {folder}"
        )
    return fine(f"{folder} đọc và ghi được")


def check_disk(settings: Settings) -> Finding:
    """See whether there is room to ingest and to build the index anew."""
    free = shutil.disk_usage(_nearest(settings.data_dir)).free
    used = sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file())
    told = f"còn trống {free / _GIB:.1f} GiB, dữ liệu chiếm {used / _GIB:.2f} GiB"
    if free < _LEAST_FREE:
        return failed(told, "giải phóng ổ đĩa, hoặc chuyển thư mục dữ liệu sang ổ khác")
    if free < max(_ENOUGH_FREE, used):
        return warning(told, "nên giải phóng ổ đĩa: lập lại chỉ mục và sao lưu cần chỗ bằng dữ liệu hiện có")
    return fine(told)


def check_model(settings: Settings) -> Finding:
    """Use the model with the network forbidden; its first use compares the checksum with its card."""
    with offline(), Catalog.open("sqlite://") as catalog:
        embedder = LocalBackend(settings, catalog).embedder
        embedder.embed_queries(["kiểm tra"])
    spec = embedder.spec
    told = f"{spec.name} nạp được ngoại tuyến; {spec.dim} chiều"
    if not spec.sha256:
        return fine(f"{told}; mô hình không có tệp trọng số để đối chiếu")
    return fine(f"{told}, SHA-256 {spec.sha256[:16]}… khớp với spec.json")


def check_access(settings: Settings) -> Finding:
    """Tell who is let in."""
    door = Door(settings)
    try:
        keys = len(door.store.all_keys())
        asked = door.asks_for_keys
    finally:
        door.close()
    where = f"lắng nghe tại {settings.host}:{settings.port}"
    if asked and not keys:
        return warning(
            f"{where}; đòi khóa nhưng chưa có khóa nào",
            "chidao serve sẽ in một khóa quản trị lần đầu; hoặc tạo bằng: chidao keys create",
        )
    if asked:
        return fine(f"{where}; đòi khóa, đã cấp {keys} khóa")
    if settings.serves_others:
        return warning(
            f"{where}; máy khác vào được mà không cần khóa",
            "đặt CHIDAO_ACCESS=keys và tạo khóa cho từng người",
        )
    return fine(f"{where}; chỉ máy này vào được, không cần khóa")


@contextmanager
def offline() -> Iterator[None]:
    """Forbid the libraries of models to look for anything on the network."""
    before = {name: os.environ.get(name) for name in _OFFLINE}
    os.environ.update(_OFFLINE)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _not_public(settings: Settings) -> int:
    """Count the documents that not everybody may see."""
    with Catalog.open(settings.catalog_place) as catalog:
        return catalog.count() - catalog.seen_with({Label.PUBLIC}).count()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest above it that exists."""
    return next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
