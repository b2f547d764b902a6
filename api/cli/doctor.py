"""`chidao doctor`: is everything in place?"""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir
from api.errors import ExitCode

if TYPE_CHECKING:
    from api.checkup import Checkup

_NAMES = {
    "packages": "Thư viện",
    "data_dir": "Dữ liệu",
    "disk": "Ổ đĩa",
    "model": "Mô hình",
    "index": "Chỉ mục",
    "index_files": "Tệp chỉ mục",
    "reading": "Cách đọc",
    "samples": "Kiểm mẫu",
    "offline": "Ngoại tuyến",
    "ocr": "Nhận dạng chữ",
    "converters": "Đọc tệp cũ",
    "access": "Truy cập",
}
_MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "bold red")}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Kiểm tra cài đặt, mô hình, dữ liệu, chỉ mục, mạng; mỗi điều chưa ổn có cách sửa."""
    from api.checkup import examine
    from api.settings import Settings
    from api.telemetry.logs import configure_logging

    settings = Settings.load(data_dir=data_dir)
    configure_logging("error")
    found = examine(settings)
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        _show(found)
    raise typer.Exit(ExitCode.OK if found.ok else ExitCode.FAILURE)


def _show(found: "Checkup") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"chidao {found.version} · Python {found.python} · {found.platform}"))
    console.print(
        Text(" · ".join(f"{name} {number or '—'}" for name, number in found.packages.items()), "dim")
    )
    for check in found.checks:
        mark, style = _MARKS[check.verdict]
        console.print(Text.assemble((mark, style), f" {_NAMES[check.name]}: {check.detail}"))
        if check.advice:
            console.print(Text(f"  → {check.advice}"))
