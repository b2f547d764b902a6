import io
import struct
import zipfile

import pytest

from corpus.errors import Bomb, Damaged, EmptyFile, Encrypted, FileTooLarge
from corpus.readers import archive, unpack
from corpus.readers.members import harmless, is_litter, unique
from tests.corpus.hostile.packed import spoiled, zipped

LONG = "".join(map(str, range(500)))  # packed, it is longer than what is spoiled of it


def named(raw, extra=b""):
    """Return a zip of one member whose name is these bytes, without the mark of UTF-8."""
    data = zipped({"x" * len(raw): b"1"}).replace(b"x" * len(raw), raw)
    if extra:
        at = data.index(b"PK\x01\x02")
        entry = bytearray(data[at : at + 46 + len(raw)])
        entry[30:32] = struct.pack("<H", len(extra))
        end = bytearray(data[at + 46 + len(raw) :])
        end[12:16] = struct.pack("<I", len(entry) + len(extra))
        data = data[:at] + bytes(entry) + extra + bytes(end)
    return data


def names(data):
    return [member.name for member in unpack(data, "a.zip")]


def test_members_come_with_their_paths_and_content():
    found = list(unpack(zipped({"2024/tháng 6/1023.txt": "a", "b.txt": "b", "2024/": ""}), "năm.zip"))
    assert [(member.name, member.data, member.error) for member in found] == [
        ("2024/tháng 6/1023.txt", b"a", None),
        ("b.txt", b"b", None),
    ]


@pytest.mark.parametrize(
    "raw", ["Kế hoạch.txt".encode(), "Kê\u0301 hoa\u0323ch.txt".encode("cp1258"), b"a.txt"]
)
def test_names_in_the_encodings_of_packers(raw):
    assert names(named(raw)) == ["a.txt" if raw == b"a.txt" else "Kế hoạch.txt"]


def test_the_name_that_info_zip_states():
    field = b"\x01\x00\x00\x00\x00" + "Kế hoạch.txt".encode()
    assert names(named(b"K\x88 ho\xb1ch.txt", struct.pack("<HH", 0x7075, len(field)) + field)) == [
        "Kế hoạch.txt"
    ]


def test_a_name_in_the_letters_of_dos_stays():
    assert names(named(b"na\x8bve.txt")) == ["naïve.txt"]


def test_two_members_of_one_name_are_told_apart():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped_twice("a/b.txt")
    assert names(data) == ["a/b.txt", "a/b (2).txt"]


def zipped_twice(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "1")
        packed.writestr(name, "2")
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b//c", "a/b/c"),
        ("a\nb\x00.txt", "ab.txt"),
        ("..", ""),
        ("x" * 3000 + ".txt", "x" * 996 + ".txt"),
    ],
)
def test_names_are_labels(path, label):
    assert harmless(path) == label


def test_names_are_numbered():
    taken = {}
    given = [
        unique(name, taken) for name in ("a.txt", "a.txt", "a (3).txt", "a.txt", "b", "b", "a.b/c", "a.b/c")
    ]
    assert given == ["a.txt", "a (2).txt", "a (3).txt", "a (4).txt", "b", "b (2)", "a.b/c", "a.b/c (2)"]


@pytest.mark.parametrize(
    "name", ["__MACOSX/._a.docx", "x/.DS_Store", "Thumbs.db", "x\\~$a.docx", "desktop.ini"]
)
def test_litter(name):
    assert is_litter(name)
    assert names(zipped({name: "x", "a.txt": "a"})) == ["a.txt"]


def test_a_file_named_like_litter_is_none():
    assert not is_litter("thumbs.db.docx")


def test_a_spoiled_member_is_named_and_the_others_come():
    first, second = unpack(spoiled({"a.txt": LONG, "b.txt": "b"}, "a.txt"), "năm.zip")
    assert isinstance(first.error, Damaged)
    assert first.error.source == "năm.zip!/a.txt"
    assert (second.name, second.data, second.error) == ("b.txt", b"b", None)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_spoiled_in_any_packing_does_not_take_the_others_with_it(method):
    first, second = unpack(spoiled({"a.txt": LONG, "b.txt": "b"}, "a.txt", method), "a.zip")
    assert isinstance(first.error, Damaged)
    assert second.data == b"b"


def test_a_member_said_to_lie_beyond_all_files_is_damaged():
    data = zipped({"a.txt": "a"})
    at = data.index(b"PK\x01\x02")
    entry = bytearray(data[at : at + 51])
    entry[30:32], entry[42:46] = struct.pack("<H", 12), b"\xff" * 4
    far = struct.pack("<HHQ", 1, 8, 2**63)
    end = bytearray(data[at + 51 :])
    end[12:16] = struct.pack("<I", len(entry) + len(far))
    (member,) = unpack(data[:at] + bytes(entry) + far + bytes(end), "a.zip")
    assert isinstance(member.error, Damaged)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (zipped({}), EmptyFile),
        (zipped({".DS_Store": "x"}), EmptyFile),
        (zipped({"a.txt": "a"})[:-9], Damaged),
        (b"PK\x03\x04", Damaged),
    ],
)
def test_archives_that_hold_nothing(data, error):
    with pytest.raises(error):
        list(unpack(data, "a.zip"))


def test_bombs_are_refused_by_what_they_state(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    with pytest.raises(Bomb):
        names(zipped({str(i): "" for i in range(4)}))
    monkeypatch.setattr(archive, "MOST_TOTAL", 1000)
    with pytest.raises(Bomb):
        names(zipped({"a": "a" * 1001}, zipfile.ZIP_STORED))


def test_bombs_are_refused_while_they_grow():
    with pytest.raises(Bomb):
        archive.read_bounded(io.BytesIO(bytes(60 << 20)), 1000, "a")
    assert archive.read_bounded(io.BytesIO(bytes(3 << 20)), 1000, "a") == bytes(3 << 20)


def test_a_member_may_be_too_large(monkeypatch):
    monkeypatch.setattr(archive, "MOST_EACH", 2 << 20)
    data = zipped({"a.txt": bytes(3 << 20), "b.txt": "b"})
    first, second = unpack(data, "a.zip")
    assert isinstance(first.error, FileTooLarge)
    assert first.error.limit == 2
    assert second.data == b"b"


def test_a_locked_member_is_named():
    data = bytearray(zipped({"a.txt": "a", "b.txt": "b"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    first, second = unpack(bytes(data), "a.zip")
    assert isinstance(first.error, Encrypted)
    assert second.data == b"b"
