"""What can be checked of an installation, without changing it."""

import platform
from collections.abc import Callable

from api.checkup.contents import (
    check_index,
    check_index_files,
    check_offline,
    check_reading,
    check_samples,
)
from api.checkup.installation import (
    check_access,
    check_data_dir,
    check_disk,
    check_model,
    check_packages,
    installed,
)
from api.checkup.programs import check_converters, check_ocr
from api.checkup.report import Check, Checkup, Finding, Verdict, failed
from api.rules import vietnamese
from api.settings import Settings
from api.version import VERSION

__all__ = ["Check", "Checkup", "Verdict", "examine"]

_CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "packages": check_packages,
    "data_dir": check_data_dir,
    "disk": check_disk,
    "model": check_model,
    "index": check_index,
    "index_files": check_index_files,
    "reading": check_reading,
    "samples": check_samples,
    "offline": check_offline,
    "ocr": check_ocr,
    "converters": check_converters,
    "access": check_access,
}
_SEE_DETAIL = "sửa theo lời báo trên rồi chạy lại chidao doctor"


def examine(settings: Settings) -> Checkup:
    """Run every check; one that raises has failed."""
    checks = []
    for name, look in _CHECKS.items():
        try:
            found = look(settings)
        except Exception as error:  # a broken part is what this looks for
            found = failed(vietnamese(error), _SEE_DETAIL)
        checks.append(Check(name=name, verdict=found.verdict, detail=found.detail, advice=found.advice))
    return Checkup(
        ok=all(check.verdict is not Verdict.FAILED for check in checks),
        version=VERSION,
        python=platform.python_version(),
        platform=platform.platform(),
        packages=installed(),
        checks=checks,
    )
