"""A TCP proxy that delays, starves and cuts connections."""

import socket
import threading
import time
from contextlib import suppress

from tests.contracts.engines import free_port

_PIECE = 65_536


class Proxy:
    """Stands before a port of this machine."""

    def __init__(self, target_port: int) -> None:
        self.port, self._target = free_port(), target_port
        self.delay = 0.0  # seconds by which every piece comes later
        self.silent = False  # whether nothing comes through
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"milvus://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Cut all connections in the middle of whatever they are at."""
        while self._sockets:
            with suppress(OSError):
                self._sockets.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                while self.silent:
                    time.sleep(0.01)
                time.sleep(self.delay)
                sink.sendall(piece)
        for one in (source, sink):
            with suppress(OSError):
                one.close()
