import builtins

import pytest

from corpus.errors import Bomb, Damaged, EmptyFile, Encrypted, ToolMissing
from corpus.readers import packed, unpack
from tests.corpus.hostile.packed import rar

pytest.importorskip("libarchive", reason="the system has no libarchive", exc_type=Exception)


def seven(tmp_path, members, kind="7zip"):
    import libarchive

    with libarchive.file_writer(str(tmp_path / "a"), kind) as archive:
        for name, data in members.items():
            archive.add_file_from_memory(name, len(data), data)
    return (tmp_path / "a").read_bytes()


def found(data, name="năm.rar"):
    return [(member.name, member.data) for member in unpack(data, name)]


def all_or_error(data):
    for member in unpack(data, "a.rar"):
        if member.error:
            raise member.error


MEMBERS = {"2024/Kế hoạch.txt": "Sở Y tế".encode(), "b.txt": b"b", "__MACOSX/b": b"x"}
EXPECTED = [("2024/Kế hoạch.txt", "Sở Y tế".encode()), ("b.txt", b"b")]


def test_rar():
    assert found(rar(MEMBERS)) == EXPECTED


def test_rar_under_another_name():
    assert found(rar(MEMBERS), "a.zip") == EXPECTED


@pytest.mark.parametrize(("kind", "name"), [("7zip", "a.7z"), ("pax", "a.tar")])
def test_other_archives(tmp_path, kind, name):
    assert found(seven(tmp_path, MEMBERS, kind), name) == EXPECTED


def test_harmful_names_are_labels():
    assert found(rar({"../../a.txt": b"1", "/etc/b.txt": b"2"})) == [("a.txt", b"1"), ("etc/b.txt", b"2")]


def test_a_locked_member_is_named_and_the_others_come():
    first, second = unpack(rar({"a.txt": b"a" * 16, "b.txt": b"b"}, locked="a.txt"), "năm.rar")
    assert isinstance(first.error, Encrypted)
    assert first.error.source == "năm.rar!/a.txt"
    assert second.data == b"b"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (rar({}), EmptyFile),
        (rar({"a.txt": b"a" * 100})[:-60], Damaged),
        (b"Rar!\x1a\x07\x00" + bytes(100), Damaged),
        (b"7z\xbc\xaf\x27\x1c" + b"\xff" * 100, Damaged),
    ],
)
def test_what_cannot_be_opened_says_why(data, error):
    with pytest.raises(error):
        all_or_error(data)


def test_bombs(monkeypatch):
    monkeypatch.setattr(packed, "MOST_MEMBERS", 2)
    with pytest.raises(Bomb):
        found(rar({"a": b"", "b": b"", "c": b""}))
    monkeypatch.setattr(packed, "MOST_TOTAL", 10)
    with pytest.raises(Bomb):
        found(rar({"a": b"x" * 11}))


def test_a_system_without_the_library_is_told_what_to_install(monkeypatch):
    def refuse(name, *arguments, **options):
        if name == "libarchive":
            raise OSError("no such library")
        return there(name, *arguments, **options)

    there = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ToolMissing, match="libarchive13"):
        found(rar(MEMBERS))
