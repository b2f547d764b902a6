"""`chidao mcp`."""

from typing import TYPE_CHECKING

from api.cli.options import DataDir, open_runtime
from api.errors import ExtraMissing

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

    from api.engine.view import View


def mcp(data_dir: DataDir = None) -> None:
    """Phục vụ các mô hình ngôn ngữ qua giao thức MCP trên stdin và stdout."""
    try:
        from api.mcp.server import build_server
    except ModuleNotFoundError as error:
        raise ExtraMissing("mcp") from error
    with open_runtime(data_dir) as runtime:
        runtime.start_warming()

        def view_of(_: "Context") -> "View":
            runtime.wait()
            return runtime

        build_server(view_of).run("stdio")
