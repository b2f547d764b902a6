"""Cleaning, straightening and taking apart of images; no program is needed."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from corpus.readers.ocr.boxes import Box
from corpus.readers.ocr.clean import DPI, cleaned, plausible_dpi
from corpus.readers.ocr.columns import find_blocks, text_box, without_leaders
from corpus.readers.ocr.regions import closed, long_runs, regions
from corpus.readers.ocr.rulings import find_rulings, grids, without_rulings
from corpus.readers.ocr.turn import lies_sideways, straightened


def paper(width=1240, height=1754):
    image = Image.new("L", (width, height), 255)
    return image, ImageDraw.Draw(image)


def bars(draw, left, right, tops, height=24):
    """Draw lines of words: bars with gaps."""
    for top in tops:
        for at in range(left, right - 40, 60):
            draw.rectangle((at, top, at + 44, top + height), fill=0)


def test_regions_touch_at_corners():
    mask = np.array([[1, 0, 0, 0, 1], [0, 1, 0, 0, 1], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]], bool)
    assert regions(mask) == [Box(0, 0, 2, 2), Box(4, 0, 5, 2), Box(0, 3, 2, 4)]


def test_a_region_that_meets_again_below_is_one():
    mask = np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1]], bool)
    assert regions(mask) == [Box(0, 0, 3, 3)]


def test_gaps_are_closed_up_to_a_length():
    row = np.array([[0, 1, 0, 0, 1, 0, 0, 0, 1, 0]], bool)
    assert closed(row, 2).astype(int).tolist() == [[0, 1, 1, 1, 1, 0, 0, 0, 1, 0]]


def test_long_runs_forgive_a_hole_and_drop_short_ones():
    mask = np.zeros((2, 60), bool)
    mask[0, 5:45] = True
    mask[0, 20] = False
    mask[1, 5:15] = True
    found = long_runs(mask, 20)
    assert found[0, 5:45].all()
    assert not found[1].any()


@pytest.mark.parametrize("size", [(1654, 2339), (2339, 1654)])
def test_an_implausible_resolution_is_guessed_from_the_sheet(size):
    assert plausible_dpi(size, 72) == 200
    assert plausible_dpi(size, 0) == 200
    assert plausible_dpi(size, 150) == 150


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I", "I;16", "F"])
def test_every_mode_becomes_dark_text_on_white(mode):
    image, draw = paper(1000, 1200)
    bars(draw, 100, 500, (200, 300))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    page = np.asarray(cleaned(image, DPI))
    assert page.dtype == np.uint8
    assert page[0, 0] >= 245
    assert page[210, 120] < 60


def test_transparent_paper_is_white():
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    assert np.asarray(cleaned(image, DPI)).min() >= 245


def test_a_red_stamp_goes_and_the_text_under_it_stays():
    image, draw = paper(900, 900)
    bars(draw, 100, 800, (400,))
    colour = image.convert("RGB")
    ring = Image.new("RGB", colour.size, "white")
    ImageDraw.Draw(ring).ellipse((200, 200, 620, 620), outline=(205, 30, 45), width=25)
    both = Image.fromarray(np.minimum(np.asarray(colour), np.asarray(ring)))
    page = np.asarray(cleaned(both, DPI))
    assert page[210, 410] > 240
    assert page[410, 110] < 60
    assert page[412, 220] < 90  # where ring and text lie on each other


def test_a_coloured_heading_stays_and_handwriting_goes():
    image = Image.new("RGB", (1200, 600), "white")
    draw = ImageDraw.Draw(image)
    for at in range(100, 900, 30):
        draw.rectangle((at, 100, at + 18, 130), fill=(20, 40, 190))
    draw.line((500, 300, 560, 390, 600, 300, 620, 390), fill=(40, 70, 200), width=8)
    page = np.asarray(cleaned(image, DPI))
    assert page[115, 105] < 160
    assert page[290:400, 480:640].min() > 200


def test_specks_and_a_dark_border_go():
    image, draw = paper(900, 1200)
    bars(draw, 200, 800, (500, 560, 620))
    draw.rectangle((0, 0, 70, 1200), fill=10)
    pixels = np.asarray(image).copy()
    pixels[100:400:11, 200:800:13] = 0
    page = np.asarray(cleaned(Image.fromarray(pixels), DPI))
    assert page[100:400, 200:800].min() > 200
    assert page[600:1100, 10:50].min() > 240
    assert page[510, 210] < 60


@pytest.mark.parametrize("degrees", [-4.3, -1.7, 0.4, 2.0])
def test_skew_is_undone(degrees):
    image, draw = paper()
    bars(draw, 150, 1100, range(200, 1500, 60))
    level = np.asarray(straightened(image.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)))
    rows = (level < 128).mean(axis=1)
    assert (rows > 0.3).sum() > 20 * 18  # most lines are bands of full rows again


def test_a_page_on_its_side_is_known():
    image, draw = paper()
    bars(draw, 150, 1100, range(200, 1500, 60))
    assert not lies_sideways(image)
    assert lies_sideways(image.transpose(Image.Transpose.ROTATE_90))


def table(draw, xs, ys, skip=()):
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=3)
    for at, x in enumerate(xs):
        for start, end in pairwise(ys):
            if (at, start) not in skip:
                draw.line((x, start, x, end), fill=0, width=3)


def test_a_ruled_table_is_found_with_its_merged_cells():
    image, draw = paper()
    table(draw, [100, 200, 700, 1100], [300, 400, 500, 600], skip={(1, 400), (2, 400)})
    (grid,) = grids(find_rulings(image))
    assert (grid.rows, grid.columns) == (3, 3)
    assert [(cell.row, cell.column) for cell in grid.cells] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (2, 2),
    ]  # fmt: skip


def test_the_feet_of_letters_are_no_rulings():
    image, draw = paper()
    table(draw, [100, 600, 1100], [300, 420, 540])
    for at in range(150, 330, 14):  # a word in bold: stems on one foot
        draw.rectangle((at, 330, at + 7, 370), fill=0)
    draw.rectangle((150, 366, 330, 370), fill=0)
    rulings = find_rulings(image)
    (grid,) = grids(rulings)
    assert (grid.rows, grid.columns) == (2, 2)
    left = np.asarray(without_rulings(image, rulings, [grid]))
    assert left[368, 150:330].max() == 0
    assert left[420, 150:550].min() == 255


def test_a_frame_is_no_table():
    image, draw = paper()
    draw.rectangle((100, 100, 1100, 1500), outline=0, width=3)
    assert grids(find_rulings(image)) == []


def test_letterhead_columns_come_left_then_right():
    image, draw = paper(2480, 3508)
    bars(draw, 250, 1050, (300, 360))
    bars(draw, 1300, 2300, (300, 360, 480))
    bars(draw, 250, 900, (480,))
    bars(draw, 300, 2200, (700, 760, 820))
    blocks = find_blocks(image, [])
    assert [block.column for block in blocks] == [True, True, False]
    assert blocks[0].box.right < blocks[1].box.left
    assert blocks[2].box.top > blocks[1].box.bottom


def test_a_wide_gap_in_one_line_makes_no_columns():
    image, draw = paper(2480, 3508)
    bars(draw, 300, 2200, (300, 360))
    bars(draw, 300, 1200, (420,))
    bars(draw, 1260, 2200, (420,))
    bars(draw, 300, 700, (480,))
    bars(draw, 300, 2200, (540, 600))
    assert [block.column for block in find_blocks(image, [])] == [False]


def test_no_block_reaches_over_a_table():
    image, draw = paper(2480, 3508)
    bars(draw, 300, 2200, (300, 360, 1200, 1260))
    blocks = find_blocks(image, [Box(300, 500, 2200, 1000)])
    assert [block.box.top < 500 for block in blocks] == [True, False]


def test_leaders_go_and_cells_know_their_text():
    image, draw = paper(600, 400)
    for at in range(60, 500, 12):
        draw.rectangle((at, 200, at + 3, 203), fill=0)
    assert np.asarray(without_leaders(image)).min() == 255
    assert text_box(without_leaders(image)) is None
    bars(draw, 100, 300, (60,))
    box = text_box(image)
    assert box is not None
    assert box.left < 100 < 264 < box.right
    assert text_box(Image.new("L", (2, 2))) is None
