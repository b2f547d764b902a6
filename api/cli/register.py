"""`chidao register`."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, DataDir, open_runtime, told_empty
from api.cli.outputs import writing
from corpus.types import Role

if TYPE_CHECKING:
    from search.register import RegisterPage

_DAY = ["%Y-%m-%d", "%d/%m/%Y"]


def register(
    agency: Annotated[
        str | None,
        typer.Option("--agency", help='Tên hoặc chữ viết tắt: "Sở Y tế", "SYT".', metavar="CƠ_QUAN"),
    ] = None,
    groups: Annotated[
        bool, typer.Option("--groups/--no-groups", help="Tính cả nhóm có cơ quan ấy: các sở, ban, ngành.")
    ] = True,
    role: Annotated[list[Role] | None, typer.Option("--role", help="Vai trò; có thể nêu nhiều lần.")] = None,
    no_lead: Annotated[
        bool, typer.Option("--no-lead", help="Chỉ những việc không nêu ai chủ trì hay thực hiện.")
    ] = False,
    due_after: Annotated[
        datetime | None,
        typer.Option("--due-after", formats=_DAY, help="Đến hạn từ ngày này.", metavar="NGÀY"),
    ] = None,
    due_before: Annotated[
        datetime | None,
        typer.Option("--due-before", formats=_DAY, help="Đến hạn chậm nhất vào ngày này.", metavar="NGÀY"),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1900, max=9998, help="Năm ban hành văn bản.", metavar="NĂM")
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", help="Số, ký hiệu văn bản.", metavar="SỐ_KÝ_HIỆU")
    ] = None,
    words: Annotated[
        str | None, typer.Option("--words", help="Các chữ phải có trong nhiệm vụ.", metavar="CHỮ")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="Số dòng in ra.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, max=2**31 - 1, help="Bỏ qua bấy nhiêu dòng.")] = 0,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Ghi tất cả vào tệp CSV này.", metavar="TỆP")
    ] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Ghi các thời hạn vào tệp lịch này.", metavar="TỆP")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Liệt kê các nhiệm vụ đã giao: ai làm gì, trước ngày nào, theo văn bản nào."""
    from api.register.words import caution_on
    from search.register import RegisterFilter

    wanted = RegisterFilter(
        agency=agency or None,
        groups=groups,
        roles=tuple(role) if role else None,
        due_from=due_after.date() if due_after else None,
        due_to=due_before.date() if due_before else None,
        issued_from=date(year, 1, 1) if year else None,
        issued_to=date(year, 12, 31) if year else None,
        number=number or None,
        led=False if no_lead else None,
        words=words or None,
    )
    with open_runtime(data_dir) as runtime:
        registrar = runtime.registrar()
        page = registrar.page(wanted, limit, offset)
        if csv is not None or ics is not None:
            _write(registrar.page(wanted), csv, ics)
        is_told = told_empty(runtime, as_json=as_json)
        caution = caution_on(registrar, wanted.agency) if page.rows else ""
    if as_json:
        from api.register.schemas import assignments_out

        typer.echo(assignments_out(page, None).model_dump_json())
    elif csv is None and ics is None and not is_told:
        _print(page, offset, caution)


def _write(page: "RegisterPage", csv: Path | None, ics: Path | None) -> None:
    from api.register.calendar import calendar_of
    from api.register.sheet import sheet_of

    for path, content in ((csv, sheet_of), (ics, calendar_of)):
        if path is None:
            continue
        with writing(path):
            path.write_text(content(page.rows), encoding="utf-8", newline="")
        typer.echo(f"Đã ghi {path}.", err=True)


def _print(page: "RegisterPage", offset: int, caution: str) -> None:
    from rich.console import Console

    from api.cli.assignments import table_of
    from api.register.words import NOTHING

    console = Console(highlight=False)
    if not page.rows:
        console.print(NOTHING)
        return
    console.print(table_of(page.rows))
    console.print(f"{offset + 1}–{offset + len(page.rows)} trong {page.total} dòng")
    if caution:
        console.print(caution, style="bold yellow", markup=False)
