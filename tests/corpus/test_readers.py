import pytest

from corpus.errors import BinaryFile, EmptyFile, FileTooLarge, ProgramFile, UndecodableText, UnsupportedFormat
from corpus.readers import read
from corpus.types import Span


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Kế hoạch\n\nNội dung **đậm** và *nghiêng*.", "Kế hoạch\nNội dung đậm và nghiêng."),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("BỘ CHÍNH TRỊ\n*\nSố 59-NQ/TW", "BỘ CHÍNH TRỊ\n*\nSố 59-NQ/TW"),
        ("(*) ghi chú 3 * 4", "(*) ghi chú 3 * 4"),
        (r"1\. Năm 2045\. \- *Ghi* chú \*", "1. Năm 2045. - Ghi chú *"),
    ],
)
def test_markdown_loses_its_markup(markdown, text):
    assert read(markdown.encode(), "a.md").mapped.text == text


def test_markdown_offsets_lead_to_the_file():
    raw = "Nội dung **đậm** thôi"
    mapped = read(raw.encode(), "a.md").mapped
    start = mapped.text.index("đậm")
    origin = mapped.offsets.to_origin(Span(start, start + 3))
    assert origin.of(raw).startswith("đậm")


@pytest.mark.parametrize(
    "data",
    ["Sở Y tế".encode(), "\ufeffSở Y tế".encode(), "Sở Y tế".encode("utf-16"), "Sở\u00a0Y tế\r\n".encode()],
)
def test_unicode_encodings(data):
    assert read(data, "a.txt").mapped.text == "Sở Y tế"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_needs_no_mark(encoding):
    text = "Số: 12-CV/TU\nGiao Sở Tài chính chủ trì rà soát “dự án” chậm tiến độ."
    assert read(text.encode(encoding), "a.txt").mapped.text == text


@pytest.mark.parametrize(
    ("data", "source", "error"),
    [
        (b"", "a.txt", EmptyFile),
        (b" \n\t", "a.txt", EmptyFile),
        ("\u200b\n".encode(), "a.txt", EmptyFile),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", BinaryFile),
        (bytes(range(256)), "a.txt", BinaryFile),
        (bytes(byte for low in range(256) for byte in (low, 0)), "a.txt", BinaryFile),  # numbers of 16 bits
        (b"a" * (16 << 20) + b"a", "a.txt", FileTooLarge),
        ("Sở Y tế tỉnh".encode("cp1258", "ignore") + b"\xd2", "a.txt", UndecodableText),
        (b"MZ\x90\x00", "a.docx", ProgramFile),
        ("Sở Y tế".encode(), "a.xyz", UnsupportedFormat),
    ],
)
def test_what_cannot_be_read_says_why(data, source, error):
    with pytest.raises(error):
        read(data, source)
