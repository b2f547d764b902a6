"""Speak to `chidao mcp` and to `/mcp` with the protocol's own client, and write down what was said.

python scripts/mcp_transcript.py --data-dir .demo --out docs/mcp.md

The data directory holds the sample documents (make demo). What stands above the mark in the page is kept.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult

ROOT = Path(__file__).resolve().parents[1]
MARK = "<!-- transcript: written by scripts/mcp_transcript.py -->\n"
CALLS: list[tuple[str, dict[str, object]]] = [
    ("ask_directive", {"question": "cq nao chu tri don doc cv 1023?"}),
    ("ask_directive", {"question": "Nghị quyết 59-NQ/TW do ai ký?"}),
    ("ask_directive", {"question": "Giá vàng hôm nay bao nhiêu?"}),
    ("search_directives", {"query": "giải ngân vốn đầu tư công", "k": 2}),
    ("get_document", {"document": "1023-CV/TU", "start": 0, "end": 160}),
    ("get_document", {"document": "59-NQ/TW"}),
    ("list_assignments", {"agency": "Ban Tuyên giáo", "number": "1023-CV/TU", "limit": 2}),
    ("genealogy", {"number": "98/NQ-CP", "issued_on": "2021-08-30"}),
    ("search_directives", {"query": "giải ngân", "k": 500}),
]


def main() -> int:
    """Write the page."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    told = asyncio.run(_both(args.data_dir.resolve()))
    above = args.out.read_text(encoding="utf-8").partition(MARK)[0] if args.out.exists() else ""
    args.out.write_text(f"{above}{MARK}\n{told}", encoding="utf-8")
    return 0


async def _both(data_dir: Path) -> str:
    command = str(Path(sys.executable).parent / "chidao")
    stdio = StdioServerParameters(
        command=command, args=["mcp", "--data-dir", str(data_dir)], env=dict(os.environ)
    )
    async with Client(stdio) as client:
        parts = [await _server(client), await _tools(client), "### Calls\n"]
        first = {json.dumps(call): await client.call_tool(*call) for call in CALLS}
        parts += [_call(*call, first[json.dumps(call)]) for call in CALLS]
        parts.append(await _resources(client))
    with _serving(command, data_dir) as url:
        async with Client(url) as client:
            again = {json.dumps(call): await client.call_tool(*call) for call in CALLS}
    same = sum(_same(first[key], again[key]) for key in first)
    parts.append(
        f"### Over HTTP\n\nThe same {len(CALLS)} calls were made to `/mcp` of `chidao serve`: {same} of "
        f"{len(CALLS)} results had the same text and the same structured content (apart from `took_ms`).\n"
    )
    return "\n".join(parts)


async def _server(client: Client) -> str:
    name = client.server_info.name if client.server_info else "?"
    head = (
        f"### The server\n\n`{name}`, protocol {client.protocol_version}. Its instructions to the model:\n\n"
    )
    return head + _quoted(client.instructions or "")


async def _tools(client: Client) -> str:
    lines = ["### Tools\n"]
    for tool in (await client.list_tools()).tools:
        properties = tool.input_schema["properties"]
        needed = tool.input_schema.get("required", [])
        names = ", ".join(f"`{name}`" + ("" if name in needed else "?") for name in properties)
        shape = (tool.output_schema or {}).get("title", "")
        lines.append(f"**{tool.name}**({names}) → `{shape}`\n\n{_quoted(tool.description or '')}")
    return "\n".join(lines)


async def _resources(client: Client) -> str:
    (template,) = (await client.list_resource_templates()).resource_templates
    part = await client.call_tool("get_document", {"document": "1023-CV/TU", "end": 1})
    assert part.structured_content is not None
    uri = template.uri_template.replace("{document_id}", part.structured_content["document"]["id"])
    (text,) = (await client.read_resource(uri)).contents
    try:
        await client.read_resource("chidao://documents/none")
        refused = "nothing"
    except MCPError as error:
        refused = str(error)
    return (
        f"### Resources\n\n`{template.uri_template}` ({template.mime_type}): {template.description}\n\n"
        f"`{uri}` gives {len(getattr(text, 'text', ''))} characters; `chidao://documents/none` is refused: "
        f"{refused}.\n"
    )


def _call(name: str, arguments: dict[str, object], result: CallToolResult) -> str:
    shown = json.dumps(arguments, ensure_ascii=False)
    text = "\n".join(block.text for block in result.content if block.type == "text")
    links = [block.uri for block in result.content if block.type == "resource_link"]
    state = " (is_error)" if result.is_error else ""
    more = f"\nlinks: {' '.join(links)}" if links else ""
    members = ", ".join(result.structured_content or ())
    structured = f"\nstructured content: {members}" if members else ""
    return f"```text\n{name} {shown}{state}\n\n{_short(text)}\n{more}{structured}".rstrip() + "\n```\n"


def _short(text: str, most: int = 1800) -> str:
    return text if len(text) <= most else text[:most] + f" … ({len(text)} characters)"


def _quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def _same(one: CallToolResult, other: CallToolResult) -> bool:
    def essence(result: CallToolResult) -> object:
        content = {k: v for k, v in (result.structured_content or {}).items() if k != "took_ms"}
        return result.is_error, [block.model_dump() for block in result.content], content

    return essence(one) == essence(other)


@contextmanager
def _serving(command: str, data_dir: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([command, "serve", "--port", str(port), "--data-dir", str(data_dir)])
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/readyz")
                break
            except URLError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
