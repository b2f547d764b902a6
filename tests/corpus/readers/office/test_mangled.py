"""Files that were cut, scratched or edited by no office program: read, or refused with a reason."""

import io
import random
import re
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.readers import read
from tests.corpus.hostile import packed

_VALUES = ("-1", "99999999999999", "", "abc", "1e9", "nan", "1.5", "٣")


@pytest.fixture
def whole(word):
    """Return a Word file in which every construct stands that the reader knows."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/><w:lvlRestart w:val="1"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="2"/></w:lvlOverride></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    listed = '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    table = word.tbl(
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + word.tc("a", span=2) + word.tc("b", merge="restart"),
        word.tc("c") + word.tc("d") + word.tc("", merge="continue"),
        grid=(100, 200, 300),
    )
    sign = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:footnoteReference w:id="1"/></w:r></w:p>'
    notes = f'<w:footnote w:id="1">{word.p("chú")}</w:footnote>'
    body = word.p("một", listed) + table + sign + word.p("hai", "<w:rPr><w:del/></w:rPr>")
    return word.docx(body, pages=1, numbering=numbering, styles=styles, footnotes=notes)


def _edited(data, chance):
    """Change values of one part and drop or repeat one of its elements."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            text = old.read(name).decode()
            for _ in range(4 if name == victim else 0):
                a, b = chance.choice([m.span(1) for m in re.finditer(r'="([^"]*)"', text)] or [(0, 0)])
                text = text[:a] + chance.choice(_VALUES) + text[b:]
            empty = [m.span() for m in re.finditer(r"<[^<>?!]+/>", text)]
            if name == victim and empty:
                a, b = chance.choice(empty)
                text = text[:a] + chance.choice(["", text[a:b] * 2]) + text[b:]
            new.writestr(name, text)
    return out.getvalue()


def _scratched(data, chance):
    """Cut a file, change some of its bytes, or repeat a piece."""
    at = chance.randrange(len(data))
    kind = chance.randrange(3)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + chance.randbytes(3) + data[at + 3 :]
    return data[:at] + data[at : at + 300] + data[at:]


def _is_read_or_refused(data, source):
    try:
        reading = read(data, source)
    except ReadError:
        return
    assert reading.mapped.text
    assert list(reading.page_starts) == sorted(reading.page_starts)


@pytest.mark.parametrize("seed", range(120))
def test_edited_word_files(whole, seed):
    _is_read_or_refused(_edited(whole, random.Random(seed)), "a.docx")


@pytest.mark.parametrize("seed", range(60))
def test_scratched_word_files(whole, seed):
    _is_read_or_refused(_scratched(whole, random.Random(seed)), "a.docx")


@pytest.mark.parametrize("seed", range(60))
def test_scratched_old_containers(seed):
    chance = random.Random(seed)
    head = _scratched(packed.compound({"EncryptionInfo": 8, "EncryptedPackage": 9})[8:1600], chance)
    with pytest.raises(ReadError):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + head + bytes(5000), "a.doc")


@pytest.mark.parametrize("seed", range(120))
def test_scratched_rtf(seed):
    data = (
        rb"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2 .VnTime;}}\uc1\u7871?"
        rb"\trowd\trleft0\clvmgf\cellx100\cellx200\pard\intbl a\cell b{\footnote c}\cell\row\pard{\header h}"
        rb"{\*\shpinst{\shptxt d\par}}\f1\'b7\f2 \'d5\page{\listtext 1.\tab}{\v e}{\deleted f}g\par\u-10179?}"
    )
    _is_read_or_refused(_scratched(data, random.Random(seed)), "a.rtf")
