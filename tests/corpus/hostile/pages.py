"""Hostile PDFs and images."""

import struct
import zlib
from collections.abc import Mapping, Sequence

WORDS = "So Y te chu tri, phoi hop voi So Tai chinh ra soat cac co so kham benh"
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects: Mapping[int, str | bytes], trailer: str = "") -> bytes:
    """Return a PDF of these numbered objects; object 1 is the catalog."""
    out, places = b"%PDF-1.5\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        coded = body if isinstance(body, bytes) else body.encode("latin-1")
        out += b"%d 0 obj\n%b\nendobj\n" % (number, coded)
    start, size = len(out), max(objects) + 1
    rows = [f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(size)]
    tail = f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return out + f"xref\n0 {size}\n{''.join(rows)}{tail}".encode()


def stream(data: bytes, extra: str = "") -> bytes:
    """Return a stream object."""
    return f"<<{extra}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def written(
    pages: Sequence[str] = (WORDS,), box: str = "0 0 595 842", more: str = "", trailer: str = ""
) -> bytes:
    """Return a PDF with one line of text a page."""
    objects: dict[int, str | bytes] = {1: f"<</Type/Catalog/Pages 2 0 R{more}>>", 3: _FONT}
    for index, words in enumerate(pages):
        page, content = 4 + 2 * index, 5 + 2 * index
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {content} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects[content] = stream(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects[2] = f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>"
    return pdf(dict(sorted(objects.items())), trailer)


def inflating(megabytes: int) -> bytes:
    """Return a PDF of one page whose content is that many megabytes of spaces."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: tree, 3: page, 4: stream(data, "/Filter/FlateDecode")})


def of_tree(tree: Mapping[int, str]) -> bytes:
    """Return a PDF with this page tree, which begins at object 2."""
    return pdf({1: "<</Type/Catalog/Pages 2 0 R>>", **tree})


def passworded() -> bytes:
    """Return a PDF that opens with a password only; nobody knows which."""
    owner, user = "<" + "41" * 32 + ">", "<" + "42" * 32 + ">"
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O{owner}/U{user}/P -4>>/ID[<{'43' * 16}><{'43' * 16}>]"
    return written(trailer=lock)


def png(width: int, height: int) -> bytes:
    """Return a white image of one bit a pixel."""
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def tif_without_end() -> bytes:
    """Return a white TIFF whose only directory names itself as the next."""
    tags = [(256, 3, 1, 64), (257, 3, 1, 64), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0)]
    tags += [(273, 4, 1, 122), (277, 3, 1, 1), (278, 3, 1, 64), (279, 4, 1, 512)]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\x00" + struct.pack("<I", 8) + directory + struct.pack("<I", 8) + bytes(512)
