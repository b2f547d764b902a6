"""Hostile archives and Office files, byte by byte; nothing here needs a library of the formats."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

SENTENCE = "Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát các cơ sở khám bệnh trước ngày 15/8/2025."
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "application/vnd.openxmlformats-package"
_MAIN = "application/vnd.openxmlformats-officedocument."
MEGABYTE = 1 << 20


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members, the same every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), data, method)
    return out.getvalue()


def _package(main: str, kind: str, parts: Mapping[str, str]) -> bytes:
    types = f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
    types += f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    types += f'<Override PartName="/{main}" ContentType="{_MAIN}{kind}.main+xml"/></Types>'
    rels = (
        f'<Relationships xmlns="{_REL}"><Relationship Id="r1" Type="{_DOC}/officeDocument" Target="{main}"/>'
    )
    return zipped({"[Content_Types].xml": types, "_rels/.rels": rels + "</Relationships>", **parts})


def docx(body: str | None = None, doctype: str = "", others: Mapping[str, str] | None = None) -> bytes:
    """Return a Word file with this body (one sentence unless told)."""
    body = body if body is not None else f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{_W}"><w:body>{body}'
    parts = {"word/document.xml": text + "</w:body></w:document>"}
    rels = "".join(
        f'<Relationship Id="r{i}" Type="{_DOC}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(others or {})
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_REL}">{rels}</Relationships>'
    parts |= {
        f"word/{name}.xml": inner.replace("XMLNS", f'xmlns:w="{_W}"')
        for name, inner in (others or {}).items()
    }
    return _package("word/document.xml", "wordprocessingml.document", parts)


def xlsx(rows: str, doctype: str = "") -> bytes:
    """Return a workbook of one sheet with these rows."""
    book = f'<workbook xmlns="{_S}" xmlns:r="{_DOC}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
    rel = f'<Relationships xmlns="{_REL}"><Relationship Id="r1" Type="{_DOC}/worksheet"'
    rel += ' Target="worksheets/sheet1.xml"/></Relationships>'
    sheet = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'
    parts = {"xl/workbook.xml": book + "</sheets></workbook>", "xl/_rels/workbook.xml.rels": rel}
    return _package("xl/workbook.xml", "spreadsheetml.sheet", {**parts, "xl/worksheets/sheet1.xml": sheet})


def cell(at: str, text: str) -> str:
    """Return a cell of a sheet."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def odt(body: str = f"<text:p>{SENTENCE}</text:p>", doctype: str = "") -> bytes:
    """Return an OpenDocument text."""
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content'
    head += f' xmlns:office="{ns}office:1.0" xmlns:text="{ns}text:1.0" office:version="1.2">'
    head += f"<office:body><office:text>{body}"
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ns}manifest:1.0"><manifest:file-entry manifest:full-path="/"'
    )
    manifest += f' manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml"'
    manifest += ' manifest:media-type="text/xml"/></manifest:manifest>'
    content = head + "</office:text></office:body></office:document-content>"
    return zipped(
        {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}, zipfile.ZIP_STORED
    )


def laughs(root: str, levels: int = 9) -> str:
    """Return a document type in which `&a9;` stands for ten to the ninth words."""
    entities = '<!ENTITY a0 "chỉ đạo ">'
    entities += "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, levels + 1))
    return f"<!DOCTYPE {root} [{entities}]>"


def outsider(root: str, path: str) -> str:
    """Return a document type in which `&x;` is another file of this machine."""
    return f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file://{path}">]>'


@cache
def zeros(megabytes: int) -> bytes:
    """Return a zip of one text of that many megabytes of spaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("bao-cao.txt", (2024, 1, 2, 3, 4, 6))
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as member:
            for _ in range(megabytes):
                member.write(b" " * MEGABYTE)
    return out.getvalue()


def nested(data: bytes, levels: int, copies: int = 1, name: str = "a") -> bytes:
    """Put `data` into a zip, that into another, and so on."""
    for _ in range(levels):
        data = zipped({f"{name}{i}.zip": data for i in range(copies)}, zipfile.ZIP_STORED)
    return data


def overlapping(entries: int, megabytes: int) -> bytes:
    """Return a zip whose directory names one member's bytes again and again."""
    one = zeros(megabytes)
    end = one.rindex(b"PK\x05\x06")
    start, size = struct.unpack("<II", one[end + 16 : end + 20] + one[end + 12 : end + 16])
    entry = one[start : start + size]
    total = len(entry) * entries
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries, entries, total, start, 0)
    return one[:start] + entry * entries + tail


def understated(megabytes: int) -> bytes:
    """Return a zip that says of a huge member that it holds ten bytes."""
    data = bytearray(zeros(megabytes))
    size = struct.pack("<I", megabytes * MEGABYTE)
    at = data.index(size)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
        at = data.find(size)
    return bytes(data)


def locked(members: Mapping[str, bytes | str], only: str | None = None) -> bytes:
    """Return a zip whose members (or one of them) say that a password protects them."""
    data = bytearray(zipped(members))
    for mark, flags, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(mark)
        while at >= 0:
            name = bytes(data[at + name_at : at + name_at + len(only or "")])
            if only is None or name == only.encode():
                data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def spoiled(members: Mapping[str, bytes | str], name: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip in which the bytes of one member are not those that were packed."""
    data = bytearray(zipped(members, method))
    at = data.index(name.encode()) + len(name)
    data[at + 2 : at + 12] = b"\xff" * 10
    return bytes(data)


def crowd(count: int) -> bytes:
    """Return a zip of that many small members."""
    return zipped({f"{i}.txt": b"" for i in range(count)}, zipfile.ZIP_STORED)


def compound(streams: Mapping[str, int]) -> bytes:
    """Return an OLE file with streams of these names; their sizes in sectors of 512 bytes, 8 at least."""
    entries, fat, data = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)], [0xFFFFFFFD, 0xFFFFFFFE], b""
    for number, (name, sectors) in enumerate(streams.items(), 1):
        start = len(fat)
        fat += [*range(start + 1, start + sectors), 0xFFFFFFFE]
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, start, sectors * 512, right=right))
        data += bytes(sectors * 512)
    directory = b"".join(entries).ljust(512, b"\x00")
    table = b"".join(struct.pack("<I", f) for f in fat).ljust(512, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return (head + struct.pack("<I", 0)).ljust(512, b"\xff") + table + directory + data


def _entry(
    name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<HBBIII", len(coded), kind, 1, 0xFFFFFFFF, right, child)
    return coded.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", start, size)


def gzipped(data: bytes) -> bytes:
    """Return a gzip stream that does not know what time it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def rar(members: Mapping[str, bytes], locked: str = "") -> bytes:
    """Return a RAR (version 4) of members that are stored as they are; one may say that it is locked."""
    out = b"Rar!\x1a\x07\x00" + _rar_block(0x73, 0, bytes(6))
    for name, data in members.items():
        raw, flags = name.encode(), 0x8000 | (0 if name.isascii() else 0x200) | (4 if name == locked else 0)
        size, check = len(data), zlib.crc32(data)
        body = struct.pack("<IIBIIBBHI", size, size, 3, check, 0x58630000, 20, 0x30, len(raw), 0x81A4) + raw
        out += _rar_block(0x74, flags, body, data)
    return out + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data
