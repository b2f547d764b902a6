"""The server on the pipes of a process, spoken to by the protocol's own client."""

import os
import sys

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from corpus.catalog import Catalog
from tests.api.fakes import TEXT, make_record

TOOLS = {"ask_directive", "search_directives", "get_document", "list_assignments", "genealogy"}


@pytest.fixture(scope="module")
def params(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stdio") / "data"
    with Catalog.open(folder) as catalog:
        catalog.put(make_record())
    code = "from api.cli import main; main()"
    env = {"PATH": os.environ["PATH"], "CHIDAO_MODEL": "hashing", "CHIDAO_DATA_DIR": str(folder)}
    return StdioServerParameters(command=sys.executable, args=["-c", code, "mcp"], env=env, cwd=os.getcwd())


def test_a_model_finds_the_tools_and_uses_them(params, caplog):
    async def talk():
        async with Client(params) as client:
            listed = (await client.list_tools()).tools
            assert {tool.name for tool in listed} == TOOLS
            for tool in listed:
                assert tool.annotations.read_only_hint
                assert not tool.annotations.destructive_hint
                assert tool.output_schema["type"] == "object"
                assert tool.input_schema["additionalProperties"] is False
                assert "abstained" in next(t.description for t in listed if t.name == "ask_directive")
            # Asked while the models are loading: the first call waits for them.
            answered = await client.call_tool("ask_directive", {"question": "Ai ký Công văn 12-CV/TU?"})
            assert not answered.is_error
            citation = answered.structured_content["answers"][0]["citation"]
            assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
            text, link = answered.content
            assert "Người Ký Mẫu" in text.text
            assert "12-CV/TU" in text.text
            read = await client.read_resource(link.uri)
            assert read.contents[0].text == TEXT
            templates = (await client.list_resource_templates()).resource_templates
            assert [template.uri_template for template in templates] == ["chidao://documents/{document_id}"]
            with pytest.raises(MCPError, match="no document nope"):
                await client.read_resource("chidao://documents/nope")

    anyio.run(talk)
    # The client reports lines on stdout that are none of the protocol.
    assert "Failed to parse" not in caplog.text
