"""Checks of the programs of others that read scans and old formats; all are optional."""

import re
import shutil
import subprocess

from api.checkup.report import Finding, fine, warning
from api.settings import Settings

_SECONDS = 20
_VERSION = re.compile(r"\d+(?:\.\d+)+")


def check_ocr(_: Settings) -> Finding:
    """Look for Tesseract and its Vietnamese data."""
    if shutil.which("tesseract") is None:
        return warning("không có Tesseract: bản quét không đọc được", "cài gói tesseract-ocr-vie")
    number = _number(_said("tesseract", "--version"))
    if "vie" not in _said("tesseract", "--list-langs").split():
        return warning(f"Tesseract {number} thiếu dữ liệu tiếng Việt", "cài gói tesseract-ocr-vie")
    return fine(f"Tesseract {number}, có dữ liệu tiếng Việt")


def check_converters(_: Settings) -> Finding:
    """Look for what reads .doc, .xls and archives."""
    office = next((name for name in ("soffice", "libreoffice") if shutil.which(name)), None)
    plain = [name for name in ("antiword", "catdoc") if shutil.which(name)]
    found = [f"LibreOffice {_number(_said(office, '--version'))}"] if office else []
    found += plain
    missing, packages = [], []
    if not office:
        missing.append(".xls, .ods" if plain else ".doc, .xls, .ods")
        packages.append("libreoffice-writer libreoffice-calc")
    archives = _archives()
    if archives is None:
        missing.append(".rar, .7z, .tar")
        packages.append("libarchive13")
    else:
        found.append(f"libarchive {archives}")
    told = ", ".join(found) or "không có chương trình chuyển đổi nào"
    if missing:
        return warning(f"{told}; không đọc được {', '.join(missing)}", f"cài gói {' '.join(packages)}")
    return fine(told)


def _archives() -> str | None:
    try:
        import libarchive.ffi
    except (ImportError, OSError, AttributeError):  # the package looks for the library when it is imported
        return None
    number: int = libarchive.ffi.version_number()
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


def _said(*command: str) -> str:
    """Return what a program says; nothing where it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def _number(told: str) -> str:
    found = _VERSION.search(told)
    return found.group() if found else "(không rõ phiên bản)"
