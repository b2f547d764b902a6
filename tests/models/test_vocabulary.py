from collections import Counter

import numpy as np
import pytest

from models.training.q4 import dequantize
from models.training.vocabulary import choose, cut, is_character, variants

VOCAB = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]
VOCAB += [[p, -float(i)] for i, p in enumerate(["a", "▁của", "▁ủy", "ab", "ữ", "字", "<mask>"])]


def test_blocks_hold_low_nibbles_then_high_ones():
    nibbles = bytes([0x1F] + [0x88] * 15)  # weight 0 is 15, weight 16 is 1, all others 8
    block = np.float16(0.5).tobytes() + nibbles
    weights = dequantize(block, 32)
    assert weights[0] == 3.5
    assert weights[16] == -3.5
    assert not weights[[1, 15, 17, 31]].any()
    with pytest.raises(ValueError, match="do not fill"):
        dequantize(block, 31)


def test_characters_come_first_then_the_commonest():
    pieces = [p for p, _ in VOCAB]
    kept = choose(Counter({"▁ủy": 5, "▁của": 5, "字": 1}), pieces, 4 + 1 + 3)
    assert kept == ["a", "▁của", "ữ"]  # of equal counts the earlier
    assert choose(Counter(), pieces, 100) == ["a", "ab", "ữ"]  # unseen: only ASCII is filled in


def test_cutting_renumbers_and_moves_the_mask():
    file = {
        "model": {"type": "Unigram", "unk_id": 3, "vocab": VOCAB},
        "added_tokens": [{"id": 1, "content": "<pad>"}, {"id": 10, "content": "<mask>"}],
        "version": "1.0",
    }
    small, old_ids = cut(file, ["ữ", "a"])
    assert old_ids == [0, 1, 2, 3, 4, 8, 10]
    assert [p for p, _ in small["model"]["vocab"]] == ["<s>", "<pad>", "</s>", "<unk>", "a", "ữ", "<mask>"]
    assert small["added_tokens"] == [{"id": 1, "content": "<pad>"}, {"id": 6, "content": "<mask>"}]
    assert len(file["model"]["vocab"]) == 11


def test_variants_strip_and_change_case():
    assert variants("Đề án") == ["Đề án", "đề án", "ĐỀ ÁN", "De an", "de an"]


@pytest.mark.parametrize(
    ("piece", "expected"), [("ữ", True), ("▁Đ", True), ("▁", True), ("–", True), ("字", False), ("ab", False)]
)
def test_single_latin_characters(piece, expected):
    assert is_character(piece) is expected
