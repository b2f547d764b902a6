"""`chidao serve`."""

import errno
import os
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import DataDir
from api.errors import AddressElsewhere, AddressInUse

if TYPE_CHECKING:
    from api.engine.runtime import Runtime
    from api.settings import Settings

_BACKLOG = 2048


def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; mặc định là CHIDAO_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Cổng lắng nghe; 0 là cổng trống bất kỳ.")
    ] = None,
    data_dir: DataDir = None,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Số tiến trình cùng phục vụ; mỗi tiến trình nạp một mô hình.")
    ] = 1,
) -> None:
    """Mở giao diện HTTP và trang web."""
    from api.engine.headstart import collect_again, put_off_collecting

    put_off_collecting()
    from api.engine.runtime import Runtime
    from api.host.private import write_for_owner_alone
    from api.settings import Settings
    from api.telemetry.logs import configure_logging

    settings = Settings.load(data_dir=data_dir, host=host, port=port)
    write_for_owner_alone()
    configure_logging(settings.log_level, settings.log_format)
    # What cannot work is told before anything listens: the data directory, then the address.
    runtime = Runtime.open(settings)
    try:
        listener = _listen(settings.host, settings.port)
        if processes == 1:
            runtime.start_warming()  # while the web framework is imported
            _tell(settings, listener)
            _serve(settings, listener, runtime)
    finally:
        runtime.close()
        if processes == 1:  # several go on loading, each for itself
            collect_again()
    if processes > 1:
        _serve_together(settings, listener, processes)


def _serve_together(settings: "Settings", listener: socket.socket, processes: int) -> None:
    """Serve in several processes, each with a runtime of its own."""
    from api.engine.runtime import Runtime
    from api.host.fleet import Fleet

    _tell(settings, listener)
    if settings.threads is None:  # else each would have a thread for every core
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        settings = settings.model_copy(update={"threads": max(1, cores // processes)})

    def work(_which: int) -> None:
        runtime = Runtime.open(settings)
        try:
            runtime.start_warming()
            _serve(settings, listener, runtime)
        finally:
            runtime.close()

    Fleet(processes, work).run()


def _tell(settings: "Settings", listener: socket.socket) -> None:
    """Tell where the server is and, once, the first key where it will ask for keys."""
    from api.access.door import Door

    address, bound = listener.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    typer.echo(f"Chỉ Đạo phục vụ tại http://{shown}:{bound} (Ctrl+C để dừng)", err=True)
    door = Door(settings)
    try:
        first = door.first_key()
    finally:
        door.close()
    if first is not None:
        typer.echo(f"Khóa quản trị đầu tiên (chỉ hiện lần này, hãy cất giữ): {first.token}", err=True)


def _serve(settings: "Settings", listener: socket.socket, runtime: "Runtime") -> None:
    """Serve until told to stop."""
    from api.app import create_app
    from api.host.server import build_server, stopping_quietly

    app = create_app(settings, runtime)
    with stopping_quietly():
        build_server(app, settings).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressElsewhere(host, port, errno.EADDRNOTAVAIL) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        code = error.errno or errno.EADDRNOTAVAIL
        refused = AddressElsewhere if code == errno.EADDRNOTAVAIL else AddressInUse
        raise refused(host, port, code) from error
    return listener
