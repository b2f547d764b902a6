"""The MCP server: the tools, the texts of documents as resources, and errors in our words."""

from collections.abc import Callable, Iterable

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import AnyUrl, ValidationError

from api.engine.view import View
from api.mcp import words
from api.mcp.tools import Tools, uri_of
from api.rules import FALLBACK, english, rule_for
from api.version import VERSION
from corpus.errors import DocumentNotFound

_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def build_server(view_of: Callable[[Context], View]) -> "Server":
    """Build a server whose tools see what `view_of` returns for their call; it may wait for the models."""
    server = Server(
        "chidao",
        tools=[_strict(*one) for one in _offered(Tools(view_of))],
        title="Chỉ Đạo",
        instructions=words.INSTRUCTIONS,
        version=VERSION,
        log_level="ERROR",
        subscriptions=False,
    )

    @server.resource(uri_of("{document_id}"), name="document", description=words.TEXT, mime_type="text/plain")
    def document(document_id: str, context: Context) -> str:
        return view_of(context).catalog.text(document_id)

    return server


def _offered(tools: Tools) -> tuple[tuple[Callable[..., object], str, str], ...]:
    """Return the tools, each with its title and description."""
    return (
        (tools.ask_directive, "Ask the directives", words.ASK),
        (tools.search_directives, "Search passages of directives", words.SEARCH),
        (tools.get_document, "Read a directive", words.DOCUMENT),
        (tools.list_assignments, "List assignments", words.ASSIGNMENTS),
        (tools.genealogy, "Tell a document's family", words.GENEALOGY),
    )


def _strict(function: Callable[..., object], title: str, description: str) -> Tool:
    """Return a tool that refuses arguments it does not know: a misspelt filter must not get lost."""
    tool = Tool.from_function(function, title=title, description=description, annotations=_READ_ONLY)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    return tool.model_copy(update={"parameters": arguments.model_json_schema(by_alias=True)})


class Server(MCPServer):
    """Says what went wrong in the words of the table of errors; what else breaks stays in the log."""

    def exchange(self) -> StreamableHTTPSessionManager:
        """Return what serves one HTTP request: without sessions, so each is judged by its own key."""
        return StreamableHTTPSessionManager(self._lowlevel_server, json_response=True, stateless=True)

    async def call_tool(
        self, name: str, arguments: dict[str, object], context: Context | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; raises ToolError with a message that the model can act on."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            told = _told(error.__cause__)
            if told is None:
                raise
            if _holds_unknown(error.__cause__):
                told += f". The arguments of {name}: {', '.join(await self._arguments(name))}"
            raise ToolError(told) from error.__cause__

    async def _arguments(self, name: str) -> list[str]:
        """Return what the arguments of a tool are called."""
        return [
            known
            for tool in await self.list_tools()
            if tool.name == name
            for known in tool.input_schema["properties"]
        ]

    async def read_resource(
        self, uri: AnyUrl | str, context: Context | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Read a document's text; raises ResourceError with a message."""
        try:
            return await super().read_resource(uri, context)
        except ResourceError as error:
            cause = error.__cause__
            if isinstance(cause, DocumentNotFound):
                raise ResourceNotFoundError(english(cause)) from cause
            told = _told(cause)
            if told is None:
                raise
            raise ResourceError(told) from cause


def _holds_unknown(error: BaseException | None) -> bool:
    """Tell whether an argument was given that there is not."""
    unknown = "extra_forbidden"
    return isinstance(error, ValidationError) and any(each["type"] == unknown for each in error.errors())


def _told(error: BaseException | None) -> str | None:
    """Say an error that the caller can do something about; None for what broke in here."""
    if isinstance(error, ValidationError):
        faults = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return "The arguments are not valid: " + "; ".join(faults)
    if isinstance(error, Exception) and rule_for(error) is not FALLBACK:
        return english(error)
    return None
