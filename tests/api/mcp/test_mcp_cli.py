import sys


def test_without_the_extra_the_command_names_it(cli, monkeypatch):
    monkeypatch.delitem(sys.modules, "api.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel.helper_types", None)
    code, out, err = cli("mcp")
    assert (code, out) == (1, "")
    assert "pip install 'chidao[mcp]'" in err
