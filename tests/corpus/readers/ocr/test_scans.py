"""The whole way from an image to its text, and what can go wrong."""

import io
import resource
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from corpus.errors import Bomb, Damaged, EmptyFile, ReaderFailed, TimedOut, ToolMissing
from corpus.header import read_header
from corpus.readers import image as image_reader
from corpus.readers import read
from corpus.readers.ocr import recognise, require_tesseract, tesseract
from corpus.tables import Column, read_rows
from corpus.types import Remark, Span

PAGE = Path(__file__).with_name("page.png")
BODY = (
    "Ủy ban nhân dân phường lập kế hoạch trồng cây bóng mát dọc các tuyến đường, nhằm giảm nắng nóng cho "
    "người đi bộ và làm đẹp khu dân cư trong mùa hè này."
)


def installed():
    try:
        require_tesseract("page.png")
    except ToolMissing:
        return False
    return True


needs_tesseract = pytest.mark.skipif(not installed(), reason="Tesseract with Vietnamese is not installed")


def page():
    return Image.open(PAGE).convert("RGB")


def head():
    """Return the upper third of the page: the header alone is read in a third of the time."""
    whole = page()
    return whole.crop((0, 0, whole.width, whole.height // 3))


def saved(images, form, **options):
    out = io.BytesIO()
    images[0].save(out, form, **options)
    return out.getvalue()


@needs_tesseract
def test_a_scan_gives_header_paragraphs_and_table():
    reading = read(PAGE.read_bytes(), "page.png")
    text = reading.mapped.text
    lines = text.split("\n")
    assert lines[:6] == [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG BẾN THỬ",
        "Số: 117/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bến Thử, ngày 14 tháng 5 năm 2024",
    ]
    assert BODY in lines
    assert lines.index("Nơi nhận:") < lines.index("TM. ỦY BAN NHÂN DÂN")
    assert lines[-1] != "2"
    rows = list(read_rows(text, Span(0, len(text))).values())
    assert [row.cells[Column.LEAD].of(text) for row in rows] == ["Phòng Kinh tế", "Hội Nông dân"]
    assert [row.cells[Column.DEADLINE].of(text) for row in rows] == ["30/6/2024", "15/9/2024"]
    number = read_header(text).number
    assert number is not None
    assert number.value == "117/KH-UBND"
    assert reading.page_starts == (0,)
    assert reading.provenance.remarks == (Remark.OCR,)
    assert reading.provenance.ocr_pages == (1,)
    assert reading.provenance.ocr_confidence > 0.9


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright(turn):
    found = recognise(page().rotate(turn, expand=True), "page.png", 150)
    assert sum(syllable in found.text.split() for syllable in BODY.split()) >= 0.9 * len(BODY.split())
    assert found.text.startswith("ỦY BAN NHÂN DÂN\nPHƯỜNG BẾN THỬ\nSố: 117/KH-UBND\n")
    assert found.confidence > 0.9


@needs_tesseract
def test_a_noisy_skewed_scan_is_read():
    grain = np.random.default_rng(5)
    turned = page().rotate(1.8, Image.Resampling.BICUBIC, fillcolor="white").resize((1654, 2339))
    pixels = np.asarray(turned).astype(float) * 0.94 + grain.normal(0, 12, (2339, 1654))[..., None]
    pixels[grain.random((2339, 1654)) < 0.003] = 20
    noisy = saved([Image.fromarray(pixels.clip(0, 255).astype(np.uint8))], "JPEG", quality=60)
    text = read(noisy, "scan.jpg").mapped.text
    assert "Số: 117/KH-UBND" in text
    assert "| Phòng Kinh tế | 30/6/2024 |" in text


@needs_tesseract
def test_pages_of_a_tiff_are_counted():
    blank = Image.new("RGB", head().size, "white")
    data = saved([head()], "TIFF", save_all=True, append_images=[blank, head()], compression="tiff_lzw")
    reading = read(data, "scan.tif")
    first, second, third = reading.page_starts
    assert first == 0
    assert second == third
    assert reading.mapped.text[third:].startswith("ỦY BAN NHÂN DÂN")
    assert reading.provenance.ocr_pages == (1, 3)
    assert reading.provenance.remarks == (Remark.OCR, Remark.BLANK_PAGES)


@needs_tesseract
def test_a_blank_image_holds_no_text():
    with pytest.raises(EmptyFile):
        read(saved([Image.new("L", (800, 1100), 255)], "PNG"), "blank.png")


@needs_tesseract
@pytest.mark.parametrize("size", [(1, 1), (3, 700), (40, 40)])
def test_tiny_images_hold_no_text(size):
    assert recognise(Image.new("L", size, 255), "tiny.png", 0).text == ""


def test_a_truncated_image_is_damaged(monkeypatch):
    monkeypatch.setattr(image_reader, "recognise", lambda image, *_: image.load())
    with pytest.raises(Damaged):
        read(PAGE.read_bytes()[:20_000], "page.png")
    with pytest.raises(Damaged):
        read(b"\x89PNG\r\n\x1a\n" + b"no image", "page.png")


def test_a_huge_image_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(image_reader, "_MOST_PIXELS", 1_000_000)
    monkeypatch.setattr(image_reader, "recognise", lambda *_: pytest.fail("it was read"))
    with pytest.raises(Bomb):
        read(PAGE.read_bytes(), "page.png")


def test_a_missing_program_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing) as caught:
        read(PAGE.read_bytes(), "page.png")
    assert (caught.value.source, caught.value.tool) == ("page.png", "Tesseract")
    assert caught.value.package == "tesseract-ocr-vie"


def program(folder, monkeypatch, body):
    """Put a program of that name first in the path; it knows Vietnamese unless told otherwise."""
    path = folder / "tesseract"
    path.write_text(f'#!/bin/sh\ncase "$1" in --list-langs) echo vie; exit 0;; esac\n{body}\n')
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{Path(shutil.which('sh') or '/bin/sh').parent}")


def test_missing_vietnamese_data_is_named(tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "")
    (tmp_path / "tesseract").write_text("#!/bin/sh\necho eng\n")
    with pytest.raises(ToolMissing):
        require_tesseract("page.png")


def test_a_program_that_gives_up_is_told_with_its_words(tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "cat > /dev/null; echo 'out of luck' >&2; exit 1")
    with pytest.raises(ReaderFailed, match="out of luck"):
        recognise(head(), "page.png", 150)


def test_a_program_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(tesseract, "_SECONDS", 0.2)
    program(tmp_path, monkeypatch, "exec sleep 60")
    with pytest.raises(TimedOut):
        recognise(head(), "page.png", 150)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system does not limit other processes")
def test_a_program_that_computes_without_end_is_ended_long_before_its_time(tmp_path, monkeypatch):
    monkeypatch.setattr(tesseract, "_SECONDS", 0.5)
    monkeypatch.setattr(tesseract, "_PATIENCE", 100.0)
    program(tmp_path, monkeypatch, "while :; do :; done")
    with pytest.raises(TimedOut) as caught:
        recognise(head(), "page.png", 150)
    assert caught.value.seconds == 0.5


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system does not limit other processes")
def test_a_program_that_only_waits_gets_more_time(tmp_path, monkeypatch):
    monkeypatch.setattr(tesseract, "_SECONDS", 0.1)
    monkeypatch.setattr(tesseract, "_PATIENCE", 600.0)
    program(tmp_path, monkeypatch, f"{shutil.which('sleep')} 0.3; echo 'out of luck' >&2; exit 1")
    with pytest.raises(ReaderFailed, match="out of luck"):
        recognise(head(), "page.png", 150)
