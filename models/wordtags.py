"""underthesea's word segmentation of plain lower-case syllables: the same words in a tenth of the time.

The library spends 20 µs a syllable, most of it on spelling out 43 attributes of each as strings. What decides
is a conditional random field over two tags, begins a word (B) and goes on (I), with attributes of syllables
at most two places off. Where all letters are small most of them are always the same, and the weights of the
rest add up to few numbers for a syllable, a pair and three in a row. The files are the library's own.
"""

import pickle
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from operator import add
from pathlib import Path

import numpy as np

_LIBRARY = "underthesea"
_MODEL = Path("pipeline", "word_tokenize", "models", "ws_crf_vlsp2013_20230727")
_SPELLINGS = Path("pipeline", "text_normalize", "tn_rules_2023_07_14.bin")
_LABELS = ("B-W", "I-W")
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_LETTERS = "".join(sorted({*"abcdefghijklmnopqrstuvwxyzđ", *_VOWELS}))
_PLAIN = re.compile(rf"\s*[{_LETTERS}]+(?:\s+[{_LETTERS}]+)+\s*")
_RESPELT = {"ð"}  # letters that the library takes for others
_LONGEST = 6  # letters of a syllable whose spelling the library puts right
_BEFORE, _AFTER = "BOS", "EOS"

# Where the syllables of an attribute stand, seen from the one that is tagged.
_ONE = ("-2", "-1", "0", "1", "2")
_TWO = ("-2,-1", "-1,0", "0,1", "1,2")
_THREE = ("-2,0", "-1,1", "0,2")
_FORMS = ("", ".lower")
_NEVER = (".isdigit", ".istitle")  # attributes that are false of lower-case letters
_LISTED = ".is_in_dict"

_HEAD = struct.Struct("<4sI4s9I")  # of a model of CRFsuite
_CHUNK = struct.Struct("<4s2I")
_STRINGS = struct.Struct("<4s5I")
_STRING = struct.Struct("<2I")  # number and length of a string
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])

Numbers = tuple[float, ...]


class OtherFiles(Exception):
    """The library's files are not those that are understood here."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What speaks for B rather than I, by place; for so many syllables in a row."""

    known: dict[str, Numbers]
    unknown: Numbers
    before: Numbers  # where the text has not begun
    after: Numbers


class WordTags:
    """Words of plain lower-case text; safe to share."""

    def __init__(self, folder: Path) -> None:
        """Read the files of the library in its folder; raises OtherFiles."""
        try:
            weights, self._turns = _read_model((folder / _MODEL / "models.bin").read_bytes())
            listed = _by_length(pickle.loads((folder / _MODEL / "dictionary.bin").read_bytes()))
            attributes = pickle.loads((folder / _MODEL / "features.bin").read_bytes())
            spellings = pickle.loads((folder / _SPELLINGS).read_bytes())["token"].items()
        except (
            OSError,
            EOFError,
            ImportError,
            AttributeError,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            struct.error,
            pickle.PickleError,
        ) as error:
            raise OtherFiles(str(error)) from error
        self._spelt = {
            found: right for found, right in spellings if found.islower() and len(found) <= _LONGEST
        }
        if set(attributes) != set(_attributes()) or not all(map(str.islower, self._spelt.values())):
            raise OtherFiles("other attributes")
        self._one = _table(weights, listed[0], _ONE)
        self._two = _table(weights, listed[1], _TWO)
        self._three = _table(weights, listed[2], _THREE)

    def words(self, text: str) -> list[str] | None:
        """Split text into words as the library does; None where it is not plain lower-case syllables."""
        if not _PLAIN.fullmatch(text) and not _is_plain(text):
            return None
        spelt = self._spelt
        syllables = [spelt.get(one, one) for one in text.split()]
        words: list[str] = []
        for syllable, begins in zip(syllables, self._begins(syllables), strict=True):
            if begins or not words:
                words.append(syllable)
            else:
                words[-1] += " " + syllable
        return words

    def _begins(self, syllables: list[str]) -> list[bool]:
        """Return whether each of two syllables or more begins a word, in the likeliest tagging."""
        stay, turn, back, go_on = self._turns  # B to B, B to I, I to B, I to I
        lead = 0.0  # of the best tagging that ends with B over the best that ends with I
        came: list[tuple[bool, bool]] = []  # whether B came before, under B and under I
        for score in self._scores(syllables):
            if not came:
                lead = score
                came.append((True, True))
                continue
            under_b, under_i = lead + stay > back, lead + turn > go_on
            came.append((under_b, under_i))
            lead = score + (lead + stay if under_b else back) - (lead + turn if under_i else go_on)
        tags = [lead > 0]
        for under_b, under_i in reversed(came[1:]):
            tags.append(under_b if tags[-1] else under_i)
        return tags[::-1]

    def _scores(self, syllables: list[str]) -> Iterator[float]:
        """Yield what speaks for B rather than I at each syllable by itself."""
        pairs = [f"{a} {b}" for a, b in pairwise(syllables)]
        threes = [f"{pair} {c}" for pair, c in zip(pairs, syllables[2:], strict=False)]
        one, two, three = (
            _padded(table, keys)
            for table, keys in ((self._one, syllables), (self._two, pairs), (self._three, threes))
        )
        for i in range(len(syllables)):
            yield (
                one[i][0] + one[i + 1][1] + one[i + 2][2] + one[i + 3][3] + one[i + 4][4]
                + two[i][0] + two[i + 1][1] + two[i + 2][2] + two[i + 3][3]
                + three[i][0] + three[i + 1][1] + three[i + 2][2]
            )  # fmt: skip


def _is_plain(text: str) -> bool:
    """Tell whether there are two words or more, all of small letters, those of other languages among them."""
    letters = "".join(text.split())
    return (
        all(unicodedata.category(letter) == "Ll" for letter in letters)
        and unicodedata.is_normalized("NFC", text)
        and not _RESPELT & set(letters)
        and len(text.split()) > 1
    )


def load_wordtags() -> WordTags | None:
    """Return the tagger where the library's files are those that are understood here."""
    found = find_spec(_LIBRARY)
    if found is None or not found.submodule_search_locations:
        return None
    try:
        return WordTags(Path(found.submodule_search_locations[0]))
    except OtherFiles:
        return None


def _padded(table: _Table, keys: list[str]) -> list[Numbers]:
    known, unknown = table.known, table.unknown
    found = [known.get(key, unknown) for key in keys]
    return [table.before, table.before, *found, table.after, table.after]


def _attributes() -> Iterator[str]:
    """Yield the attributes of the model that is understood."""
    for places in (_ONE, _TWO, _THREE):
        for place in places:
            yield f"T[{place}]"
            yield f"T[{place}]{_LISTED}"
            if places is not _THREE:
                yield f"T[{place}].lower"
    yield from (f"T[{place}].istitle" for place in (*_ONE, "0,1", "0,2"))
    yield from (f"T[{place}].isdigit" for place in ("-1", "0", "1"))


def _by_length(listed: Iterable[str]) -> tuple[list[str], ...]:
    """Return the words of one, two and three syllables."""
    found: tuple[list[str], ...] = ([], [], [])
    for word in listed:
        if (spaces := word.count(" ")) < len(found):
            found[spaces].append(word)
    return found


def _table(weights: dict[str, float], listed: list[str], places: tuple[str, ...]) -> _Table:
    """Add up the weights of what stands at each place."""

    def constant(value: str, forms: Iterable[str]) -> Numbers:
        return tuple(sum(weights.get(f"T[{place}]{form}={value}", 0.0) for form in forms) for place in places)

    plain = constant("False", (*_NEVER, _LISTED))
    known = dict.fromkeys(listed, tuple(map(add, constant("False", _NEVER), constant("True", (_LISTED,)))))
    heads = {f"T[{place}]{form}": at for at, place in enumerate(places) for form in _FORMS}
    own: dict[str, list[float]] = {}
    for name, weight in weights.items():
        head, _, key = name.partition("=")
        if head in heads:
            own.setdefault(key, [0.0] * len(places))[heads[head]] += weight
    for key, numbers in own.items():
        known[key] = tuple(map(add, known.get(key, plain), numbers))
    every = (*_FORMS, *_NEVER, _LISTED)
    return _Table(known, plain, constant(_BEFORE, every), constant(_AFTER, every))


def _read_model(blob: bytes) -> tuple[dict[str, float], Numbers]:
    """Return how much each attribute speaks for B rather than I, and the weights of the four turns."""
    magic, _, kind, _, _, labels, count, features, of_labels, attributes, _, _ = _HEAD.unpack_from(blob)
    if (magic, kind, labels) != (b"lCRF", b"FOMC", len(_LABELS)):
        raise OtherFiles("another kind of model")
    if sorted(_strings(blob, of_labels).items()) != [(name, i) for i, name in enumerate(_LABELS)]:
        raise OtherFiles("other labels")
    found = np.frombuffer(blob, _FEATURE, _CHUNK.unpack_from(blob, features)[2], features + _CHUNK.size)
    state, turn = found[found["kind"] == 0], found[found["kind"] == 1]
    sign = np.where(state["target"] == 0, 1.0, -1.0)
    lead = np.bincount(state["source"], state["weight"] * sign, count).tolist()
    turns = np.zeros((2, 2))
    turns[turn["source"], turn["target"]] = turn["weight"]
    named = _strings(blob, attributes)
    weights = dict(zip(named, map(lead.__getitem__, named.values()), strict=True))
    return weights, tuple(turns.ravel().tolist())


def _strings(blob: bytes, at: int) -> dict[str, int]:
    """Return the strings of a table with their numbers."""
    *_, count, places = _STRINGS.unpack_from(blob, at)
    begins = np.frombuffer(blob, "<u4", count, at + places).astype(np.int64) + at
    head = np.frombuffer(blob, np.uint8)[begins[:, None] + np.arange(_STRING.size)].view("<u4")
    numbers, lengths = head.astype(np.int64).T
    begins += _STRING.size
    pairs = zip(begins.tolist(), (begins + lengths - 1).tolist(), strict=True)  # each ends with a zero
    names = b"\0".join([blob[begin:end] for begin, end in pairs]).decode("utf-8").split("\0")
    return dict(zip(names, numbers.tolist(), strict=True))
