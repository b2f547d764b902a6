"""`chidao keys`: make, list, replace and revoke keys."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from api.cli.options import DataDir, settled
from api.cli.printable import printable

if TYPE_CHECKING:
    from api.access.audit import AuditLog
    from api.access.keys import Issued, Key
    from api.access.store import AccessStore

keys = typer.Typer(help="Khóa truy cập: tạo, xem, thay, thu hồi.", no_args_is_help=True, add_completion=False)

T = TypeVar("T")
_SECONDS = {"h": 3600, "d": 86_400}
_MOST = 3650 * 86_400
Name = Annotated[str, typer.Option("--name", help="Cấp cho ai, cho việc gì.", metavar="TÊN")]
Scopes = Annotated[
    str, typer.Option("--scopes", help="Quyền: search, ask, ingest, admin, metrics; cách nhau bằng dấu phẩy.")
]
Labels = Annotated[
    str,
    typer.Option("--labels", help="Nhãn được xem: public, internal, mat, toi-mat, tuyet-mat; hoặc all."),
]
Expires = Annotated[
    str | None, typer.Option("--expires", help="Dùng được bao lâu, như 90d; không có là không hạn.")
]
RateOption = Annotated[str | None, typer.Option("--rate", help="Số lần hỏi cho phép, như 60/m.")]
KeyId = Annotated[str, typer.Argument(help="Mã của khóa, xem bằng chidao keys list.", metavar="MÃ")]


@keys.command("create")
def create(
    name: Name,
    scopes: Scopes = "search,ask",
    labels: Labels = "public",
    expires: Expires = None,
    rate: RateOption = None,
    data_dir: DataDir = None,
) -> None:
    """Tạo khóa và in ra một lần duy nhất; từ khóa đầu tiên, máy chủ chỉ phục vụ ai có khóa."""
    from api.access.caller import Scope
    from api.access.keys import Grant, issue
    from api.access.rates import Rate
    from api.access.store import clearance_of
    from corpus.labels import Label

    _refuse_unknown("--scopes", scopes, Scope)
    _refuse_unknown("--labels", labels, (*Label, "all"))
    asked = frozenset(map(Scope, _parts(scopes)))
    clearance = _read("--labels", clearance_of, labels)
    metered = _read("--rate", Rate.parse, rate) if rate else None
    if not asked or not name.strip():
        raise typer.BadParameter("cần có tên và ít nhất một quyền", param_hint="--name, --scopes")
    made = issue(Grant(name.strip(), asked, clearance, _span("--expires", expires), metered))
    with _opened(data_dir, may_create=True) as (store, audit):
        store.put(made.key)
        _note(audit, "keys create", made.key.id)
    _show(made)


@keys.command("list")
def show_all(data_dir: DataDir = None) -> None:
    """Liệt kê các khóa; khóa hết hạn hoặc đã thu hồi cũng có."""
    with _opened(data_dir) as (store, _):
        found = store.all_keys()
    for key in found:
        typer.echo(_line(key))
    if not found:
        typer.echo("Chưa có khóa nào.")


@keys.command("revoke")
def revoke(key_id: KeyId, data_dir: DataDir = None) -> None:
    """Thu hồi một khóa ngay, cùng các phiên đăng nhập bằng khóa ấy."""
    from api.access.keys import ended

    with _opened(data_dir) as (store, audit):
        store.put(ended(_known(store, key_id)))
        _note(audit, "keys revoke", key_id)
    typer.echo(f"Đã thu hồi khóa {key_id}.")


@keys.command("rotate")
def rotate(
    key_id: KeyId,
    grace: Annotated[str, typer.Option("--grace", help="Khóa cũ còn dùng được bao lâu, như 24h.")] = "24h",
    data_dir: DataDir = None,
) -> None:
    """Thay một khóa bằng khóa mới cùng quyền; khóa cũ còn dùng được một thời gian."""
    from api.access.keys import ended, successor_of
    from api.errors.access import KeyNotFound

    lasts = _span("--grace", grace, least=0) or timedelta(0)
    with _opened(data_dir) as (store, audit):
        old = _known(store, key_id)
        if old.revoked_at is not None:
            raise KeyNotFound(key_id)
        made = successor_of(old)
        store.put(made.key, ended(old, lasts, made.key.id))
        _note(audit, "keys rotate", old.id, made.key.id)
    _show(made)


@contextmanager
def _opened(data_dir: Path | None, *, may_create: bool = False) -> "Iterator[tuple[AccessStore, AuditLog]]":
    from api.access.audit import AuditLog
    from api.access.store import AccessStore
    from api.settings import Settings

    settings = Settings.load(data_dir=data_dir) if may_create else settled(data_dir)
    store = AccessStore(settings.data_dir)
    try:
        yield store, AuditLog(settings.data_dir)
    finally:
        store.close()


def _known(store: "AccessStore", key_id: str) -> "Key":
    from api.errors.access import KeyNotFound

    key = store.key(key_id)
    if key is None:
        raise KeyNotFound(key_id)
    return key


def _note(audit: "AuditLog", action: str, *touched: str) -> None:
    from api.access.audit import BY_COMMAND, Entry

    audit.write(Entry(BY_COMMAND, None, action, touched=touched))


def _show(made: "Issued") -> None:
    typer.echo("Khóa (chỉ hiện lần này, hãy cất giữ):", err=True)
    typer.echo(made.token)
    typer.echo(_line(made.key), err=True)


def _line(key: "Key") -> str:
    from api.access.caller import Scope
    from api.access.keys import utcnow
    from api.access.store import labels_text

    if key.lives(utcnow()):
        state = f"đến {key.ends_at:%d/%m/%Y %H:%M} UTC" if key.ends_at else "không hạn"
    else:
        state = "đã thu hồi" if key.revoked_at else "hết hạn"
    scopes = ",".join(scope for scope in Scope if scope in key.scopes)
    rate = f" · {key.rate}" if key.rate else ""
    return (
        f"{key.id} · {printable(key.name)} · {scopes} · {labels_text(key.clearance) or '-'}{rate} · {state}"
    )


def _read(option: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise typer.BadParameter(f"không có giá trị {text}", param_hint=option) from error


def _refuse_unknown(option: str, text: str, known: Iterable[str]) -> None:
    """Raise BadParameter with what is wrong in a list, and what there is."""
    allowed = list(map(str, known))
    wrong = [part for part in _parts(text) if part not in allowed]
    if wrong:
        told = f"không có {', '.join(wrong)}; chỉ có {', '.join(allowed)}"
        raise typer.BadParameter(told, param_hint=option)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _span(option: str, text: str | None, least: int = 1) -> timedelta | None:
    if text is None:
        return None
    number, unit = text.strip()[:-1], text.strip()[-1:]
    if unit not in _SECONDS or not number.isdecimal():
        raise typer.BadParameter("viết như 90d hoặc 24h", param_hint=option)
    seconds = int(number) * _SECONDS[unit]
    if not least <= seconds <= _MOST:
        raise typer.BadParameter("dài quá mười năm, hoặc bằng không", param_hint=option)
    return timedelta(seconds=seconds)
