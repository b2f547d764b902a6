"""Files that are damaged, protected, scanned, or made to do harm."""

import hashlib
import re

import pytest

from corpus.errors import Damaged, EmptyFile, Encrypted, ReadError, ToolMissing
from corpus.readers import read
from corpus.readers.ocr import RecognisedPage
from corpus.types import Remark

PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
SENTENCE = "Các sở rà soát nhiệm vụ được giao, nêu rõ nguyên nhân chậm trễ."
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@pytest.fixture
def scanned(monkeypatch):
    """Stand in for OCR; the images it was given."""
    images = []

    def recognise(image, source, dpi):
        images.append((image.size, dpi))
        return RecognisedPage("SỞ Y TẾ\n| 1 | Việc một |", 0.9)

    monkeypatch.setattr("corpus.readers.pdf.reader.recognise_image", recognise)
    return images


@pytest.fixture
def no_ocr(monkeypatch):
    def recognise(image, source, dpi):
        raise ToolMissing(source, "Tesseract", "tesseract-ocr-vie")

    monkeypatch.setattr("corpus.readers.pdf.reader.recognise_image", recognise)


def test_pages_without_text_are_recognised(pdf, scanned):
    pdf.page([(80, 80, SENTENCE)]).page(extra=PICTURE).page()
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text == f"{SENTENCE}\nSỞ Y TẾ\n| 1 | Việc một |"
    assert reading.page_starts == (0, len(SENTENCE) + 1, len(reading.mapped.text))
    assert reading.provenance.remarks == ("ocr", "blank_pages")
    assert reading.provenance.ocr_pages == (2,)
    assert reading.provenance.ocr_confidence == pytest.approx(0.9)
    assert scanned == [((2480, 3509), 300)]


def test_recognised_pages_lose_their_numbers_and_are_joined(pdf, monkeypatch):
    texts = [
        "Các sở rà soát\n| TT | Việc |\n| 1 | Một |",
        "- 2 -\n| TT | Việc |\n| 2 | Hai |\nvà nêu rõ",
        "lý do.\n3",
    ]
    answers = iter(texts)
    monkeypatch.setattr(
        "corpus.readers.pdf.reader.recognise_image", lambda *_: RecognisedPage(next(answers), 0.8)
    )
    for _ in texts:
        pdf.page(extra=PICTURE)
    reading = read(pdf.build(), "a.pdf")
    text = reading.mapped.text
    assert text.split("\n") == [
        "Các sở rà soát",
        "| TT | Việc |",
        "| 1 | Một |",
        "| 2 | Hai |",
        "và nêu rõ lý do.",
    ]
    assert [text[at:][:6] for at in reading.page_starts] == ["Các sở", "| 2 | ", "lý do."]


def test_letters_in_disorder_are_recognised_from_the_image(pdf, scanned):
    shifted = [(80, 80 + 16 * i, "".join(chr(ord(c) % 90 + 29) for c in SENTENCE + str(i))) for i in range(6)]
    pdf.page(shifted)
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text.startswith("SỞ Y TẾ")
    assert reading.provenance.ocr_pages == (1,)


@pytest.mark.parametrize(
    "words",
    [
        "The department shall review all assigned tasks and report to the committee every month",
        "1. 2.500 35,5% 12/2026 01/7/2025 45/2022/QH15 1023-CV/TU 3 4 5 6 7 8 9 10 11 12 13 14 15",
        "UBND HĐND QĐ-UBND NQ/TW KH-UBND TTr-CP BTC BNV BYT BCA BQP BGDĐT TTXVN VTV VOV ODA GDP ICT",
    ],
)
def test_other_languages_and_numbers_are_no_disorder(pdf, scanned, words):
    pdf.page([(80, 80 + 16 * i, words, 8) for i in range(4)])
    assert read(pdf.build(), "a.pdf").provenance.ocr_pages == ()
    assert not scanned


def test_a_scan_with_its_hidden_text_layer_says_so(pdf, scanned):
    hidden = PICTURE + b" BT 3 Tr /F 1 Tf 12 0 0 12 80 700 Tm <%s> Tj ET" % SENTENCE.encode(
        "utf-16-be"
    ).hex().encode("ascii")
    pdf.page(extra=hidden)
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text == SENTENCE
    assert reading.provenance.remarks == ("ocr",)
    assert not scanned


def test_without_ocr_the_pages_with_text_are_read(pdf, no_ocr):
    pdf.page([(80, 80, SENTENCE)]).page(extra=PICTURE)
    reading = read(pdf.build(), "a.pdf")
    assert reading.mapped.text == SENTENCE
    assert reading.provenance.remarks == ("ocr_missing",)


def test_without_ocr_a_scan_says_what_is_missing(pdf, no_ocr):
    pdf.page(extra=PICTURE)
    with pytest.raises(ToolMissing, match="tesseract-ocr-vie"):
        read(pdf.build(), "a.pdf")


def test_a_page_of_monstrous_size_is_drawn_coarsely(pdf, scanned):
    pdf.page(extra=b"q 14400 0 0 14400 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q", size=(14400, 14400))
    read(pdf.build(), "a.pdf")
    (width, height), dpi = scanned[0]
    assert width * height < 30_000_000
    assert 0 < dpi < 300


def test_a_file_without_text_is_empty(pdf):
    with pytest.raises(EmptyFile):
        read(pdf.page().build(), "a.pdf")


def test_a_file_without_pages_is_damaged(pdf):
    with pytest.raises(Damaged):
        read(pdf.build(), "a.pdf")


def test_a_lost_table_of_places_is_made_anew(pdf):
    data = pdf.page([(80, 80, SENTENCE)]).build()
    lost = re.sub(rb"\n\d{10} ", b"\n0000000007 ", data)
    assert read(lost, "a.pdf").mapped.text == SENTENCE


def test_wherever_a_file_is_cut_it_is_read_or_named(pdf):
    for _ in range(3):
        pdf.page([(80, 80, SENTENCE)])
    data = pdf.build()
    outcomes = set()
    for cut in range(10, len(data), 97):
        try:
            outcomes.add(read(data[:cut], "a.pdf").mapped.text.count(SENTENCE))
        except ReadError as error:
            outcomes.add(type(error))
    assert outcomes <= {3, Damaged, EmptyFile}
    assert Damaged in outcomes


def test_pages_that_hold_themselves_end(pdf):
    data = pdf.page([(80, 80, SENTENCE)]).build()
    endless = re.sub(rb"/Kids\[\d+ 0 R\]", b"/Kids[2 0 R]", data)
    with pytest.raises(ReadError):
        read(endless, "a.pdf")


def spoilt(pdf, pages, bad):
    """Return a file of which the first pages are nowhere in it."""
    for _ in range(pages):
        pdf.page([(80, 400, SENTENCE)])
    head, kids, rest = re.split(rb"(?<=/Kids\[)([^]]*)", pdf.build(), maxsplit=1)
    lost = re.sub(rb"\d+ 0 R", lambda found: b"0" * (len(found[0]) - 4) + b" 0 R", kids, count=bad)
    return head + lost + rest


@pytest.mark.parametrize(("pages", "bad"), [(2, 1), (3, 1), (20, 2)])
def test_pages_that_are_damaged_cost_themselves_only(pdf, pages, bad):
    reading = read(spoilt(pdf, pages, bad), "a.pdf")
    assert reading.mapped.text.count(SENTENCE) == pages - bad
    assert reading.provenance.remarks == (Remark.UNREADABLE_PAGES,)
    assert len(reading.page_starts) == pages


@pytest.mark.parametrize(("pages", "bad"), [(1, 1), (3, 2), (20, 3)])
def test_a_file_with_many_damaged_pages_is_damaged(pdf, pages, bad):
    with pytest.raises(Damaged):
        read(spoilt(pdf, pages, bad), "a.pdf")


def test_a_count_that_lies_is_damage(pdf):
    data = pdf.page([(80, 80, SENTENCE)]).build().replace(b"/Count 1", b"/Count 900000")
    with pytest.raises(Damaged):
        read(data, "a.pdf")


@pytest.mark.parametrize("junk", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00\xff" * 500, b"%PDF-1.4\n%%EOF"])
def test_junk_is_damaged(junk):
    with pytest.raises(Damaged):
        read(junk, "a.pdf")


def test_a_password_is_named(pdf):
    data = pdf.page([(80, 80, SENTENCE)]).build(trailer=_encryption(user=b"mat khau")[0])
    with pytest.raises(Encrypted):
        read(data, "a.pdf")


def test_a_file_that_only_forbids_changes_is_read(pdf):
    trailer, key = _encryption(user=b"")
    pdf.page([(80, 80, SENTENCE)])
    data = pdf.build(trailer=trailer, encrypt=lambda number, stream: _rc4(_object_key(key, number), stream))
    assert read(data, "a.pdf").mapped.text == SENTENCE


def _encryption(user):
    """Return the trailer's entries for 40 bit RC4 under a user's password, and the key."""
    owner, permissions, identity = b"\x11" * 32, (-44).to_bytes(4, "little", signed=True), b"\x22" * 16
    padded = (user + PADDING)[:32]
    key = hashlib.md5(padded + owner + permissions + identity).digest()[:5]
    check = _rc4(key, PADDING).hex().encode()
    entries = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (
        identity.hex().encode(),
        identity.hex().encode(),
        owner.hex().encode(),
        check,
    )
    return entries, key


def _object_key(key, number):
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]


def _rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
