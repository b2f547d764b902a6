import zlib

import pytest


class PdfMaker:
    """Writes PDF files whose letters are all half as wide as high and stand for themselves."""

    def __init__(self):
        self.objects = {}
        self.pages = []

    def page(self, texts=(), lines=(), size=(595, 842), rotate=0, font="Times", extra=b""):
        """Add a page: texts as (x, y from the top, text[, size]), lines as (x0, y0, x1, y1) from the top."""
        height = size[1]
        content = [extra]
        for x, y, text, *rest in texts:
            letters = text.encode("utf-16-be").hex().upper()
            points = rest[0] if rest else 12
            content.append(f"BT /F 1 Tf {points} 0 0 {points} {x} {height - y} Tm <{letters}> Tj ET".encode())
        content += [f"{a} {height - b} m {c} {height - d} l S".encode() for a, b, c, d in lines]
        self.pages.append((b"\n".join(content), size, rotate, font))
        return self

    def build(self, *, trailer=b"", encrypt=None):
        """Return the bytes of the file; `encrypt` turns an object's number and its stream into its stream."""
        self.encrypt = encrypt
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
        kids = []
        for content, (width, height), rotate, font in self.pages:
            objects.append(self._stream(_UNICODE, len(objects) + 1))
            objects.append(
                b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering"
                b"(Identity)/Supplement 0>>/DW 500>>" % font.encode()
            )
            objects.append(
                b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]"
                b"/ToUnicode %d 0 R>>" % (font.encode(), len(objects), len(objects) - 1)
            )
            objects.append(self._stream(content, len(objects) + 1))
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F %d 0 R>>>>>>"
                % (width, height, rotate, len(objects), len(objects) - 1)
            )
            kids.append(len(objects))
        objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (
            b" ".join(b"%d 0 R" % kid for kid in kids),
            len(kids),
        )
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(objects) + 1,
            trailer,
            table,
        )
        return bytes(out)

    def _stream(self, content, number):
        packed = zlib.compress(content)
        if self.encrypt:
            packed = self.encrypt(number, packed)
        return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + b"".join(
        b"100 beginbfrange\n%s endbfrange\n"
        % b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(start, end))
        for start, end in ((0, 100), (100, 200), (200, 256))
    )
    + b"endcmap end end"
)


@pytest.fixture
def pdf():
    return PdfMaker()
