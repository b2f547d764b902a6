"""`chidao serve`."""

import errno
import socket
from typing import Annotated

import typer

from api.cli.options import DataDir
from api.errors import AddressInUse

_BACKLOG = 2048


def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; mặc định là CHIDAO_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Cổng lắng nghe; 0 là cổng trống bất kỳ.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Mở giao diện HTTP và trang web."""
    from api.logs import configure_logging
    from api.private import write_for_owner_alone
    from api.runtime import Runtime
    from api.settings import Settings

    settings = Settings.load(data_dir=data_dir, host=host, port=port)
    write_for_owner_alone()
    configure_logging(settings.log_level, settings.log_format)
    # What cannot work is told before anything listens: the data directory, then the address.
    runtime = Runtime.open(settings)
    try:
        listener = _listen(settings.host, settings.port)
        runtime.start_warming()  # while the web framework is imported
        from api.app import create_app
        from api.server import build_server, stopping_quietly

        address, bound = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        typer.echo(f"Chỉ Đạo phục vụ tại http://{shown}:{bound} (Ctrl+C để dừng)", err=True)
        app = create_app(settings, runtime)
        first = app.state.door.first_key()
        if first is not None:
            typer.echo(f"Khóa quản trị đầu tiên (chỉ hiện lần này, hãy cất giữ): {first.token}", err=True)
        with stopping_quietly():
            build_server(app, settings).run(sockets=[listener])
    finally:
        runtime.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressInUse(host, port, errno.EADDRNOTAVAIL) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressInUse(host, port, error.errno or errno.EADDRNOTAVAIL) from error
    return listener
