"""What is created for documents is their owner's alone."""

import os
import stat

import pytest

import api.cli.serve
from api.access.audit import AuditLog, Entry
from api.access.caller import Scope
from api.access.keys import Grant, issue
from api.access.store import AccessStore
from api.errors import AddressInUse
from api.host.private import make_private
from tests.api.fakes import TEXT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_what_an_ingestion_creates_is_its_owners_alone(cli, tmp_path, umask):
    (tmp_path / "a.txt").write_text(TEXT)
    os.umask(umask)
    code, _, err = cli("ingest", str(tmp_path / "a.txt"))
    assert code == 0, err
    data = tmp_path / "data"
    assert mode(data) == 0o700
    assert (data / "catalog.sqlite").is_file()
    assert {path.name: oct(mode(path)) for path in data.rglob("*") if mode(path) & 0o077} == {}


def test_the_first_key_makes_a_directory_that_nobody_else_enters(tmp_path):
    os.umask(0)
    store = AccessStore(tmp_path / "below" / "data")
    store.put(issue(Grant("x", frozenset(Scope), None)).key)
    store.close()
    AuditLog(tmp_path / "below" / "data").write(Entry("k", None, "x"))
    assert mode(tmp_path / "below" / "data") == 0o700
    assert {mode(path) for path in (tmp_path / "below" / "data").iterdir()} == {0o600}


def test_a_directory_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o750)
    make_private(tmp_path / "data")
    assert mode(tmp_path / "data") == 0o750


def test_what_a_server_writes_is_its_owners_alone(cli, monkeypatch):
    masks = []

    def refuse(*_):
        masks.append(os.umask(0))
        os.umask(masks[-1])
        raise AddressInUse("127.0.0.1", 1, 98)

    monkeypatch.setattr(api.cli.serve, "_listen", refuse)
    os.umask(0)
    code, _, _ = cli("serve")
    assert (code != 0, masks) == (True, [0o077])
