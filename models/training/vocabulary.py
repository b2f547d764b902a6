"""Choose the pieces worth keeping and cut a unigram tokenizer down to them."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from models.textkeys import fold

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")  # first in the file, ids 0 to 3
MASK = "<mask>"  # last in the file
METASPACE = "\u2581"
PREFIXES = (METASPACE + "que", "ry", METASPACE + "passage")  # in few texts, but before every one
CHUNK = 4000  # characters tokenized at a time


class _Unigram(TypedDict):
    type: str
    unk_id: int
    vocab: list[tuple[str, float]]


class _Added(TypedDict):
    id: int
    content: str


class TokenizerFile(TypedDict):
    """The parts of tokenizer.json that are changed here."""

    model: _Unigram
    added_tokens: list[_Added]


def variants(text: str) -> list[str]:
    """Return the ways in which people type `text`: as it is, lower case, upper case, without diacritics."""
    bare = "".join(
        fold(c) if not c.isupper() else fold(c).upper() for c in unicodedata.normalize("NFC", text)
    )
    return [text, text.lower(), text.upper(), bare, bare.lower()]


def count_pieces(texts: Iterable[str], tokenizer: Path) -> Counter[str]:
    """Count the pieces of every variant of every text."""
    from tokenizers import Tokenizer

    encoder = Tokenizer.from_file(str(tokenizer))
    counts: Counter[str] = Counter()
    for text in texts:
        for start in range(0, len(text), CHUNK):
            for encoding in encoder.encode_batch(
                variants(text[start : start + CHUNK]), add_special_tokens=False
            ):
                counts.update(encoding.tokens)
    return counts


def choose(counts: Counter[str], vocabulary: list[str], size: int) -> list[str]:
    """Return `size` pieces, special ones not counted in, in vocabulary order.

    First the prefixes and every Latin character, then what was seen, commonest first, then unseen ASCII
    pieces: the vocabulary is sorted by score, so the likeliest come first. So break equal counts too.
    """
    place = {piece: i for i, piece in enumerate(vocabulary)}
    seen = sorted((p for p in counts if p in place), key=lambda p: (-counts[p], place[p]))
    characters = [p for p in vocabulary if is_character(p)]
    plain = [p for p in vocabulary if p.replace(METASPACE, "").isascii()]
    never = {*SPECIAL, MASK}
    ranked = dict.fromkeys(
        p for p in (*PREFIXES, *characters, *seen, *plain) if p in place and p not in never
    )
    return sorted(list(ranked)[: size - len(SPECIAL) - 1], key=place.__getitem__)


def is_character(piece: str) -> bool:
    """Tell whether a piece is a Latin letter, a digit or a punctuation mark, with or without a space."""
    character = piece.removeprefix(METASPACE)
    if len(character) != 1:
        return piece == METASPACE
    return (
        character.isascii()
        or unicodedata.name(character, "").startswith("LATIN ")
        or "\u2010" <= character <= "\u203a"  # dashes, quotation marks, ellipsis
    )


def cut(tokenizer: TokenizerFile, pieces: list[str]) -> tuple[TokenizerFile, list[int]]:
    """Keep `pieces` and the special ones; return the new tokenizer and the old id of each new id."""
    wanted = {*pieces, *SPECIAL, MASK}
    vocab = tokenizer["model"]["vocab"]
    old_ids = [i for i, (piece, _) in enumerate(vocab) if piece in wanted]
    new_vocab = [vocab[i] for i in old_ids]
    if tuple(piece for piece, _ in new_vocab[:4]) != SPECIAL or new_vocab[-1][0] != MASK:
        raise ValueError("the special pieces of this tokenizer are not where they are expected")
    added = [
        _Added(**{**token, "id": len(new_vocab) - 1 if token["content"] == MASK else token["id"]})
        for token in tokenizer["added_tokens"]
    ]
    model = _Unigram(**{**tokenizer["model"], "vocab": new_vocab})
    return TokenizerFile(**{**tokenizer, "model": model, "added_tokens": added}), old_ids


def read_tokenizer(path: Path) -> TokenizerFile:
    """Read a tokenizer.json."""
    value: TokenizerFile = json.loads(path.read_text(encoding="utf-8"))
    return value
