"""How much of a question a text covers: content syllables and syllable pairs, weighted by rarity."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.letters import fold_letters, lower_letters

_TOKEN = re.compile(r"\d+(?:[./-]\w+)+|\w+")
_PAIR_WEIGHT = 1.5


def phrases(listed: str) -> frozenset[str]:
    """Return words and phrases listed with "|" between them."""
    return frozenset(" ".join(phrase.split()) for phrase in listed.split("|"))


# They are looked for as they are spelt: "số nào" asks, "dân số" is what is asked about.
_ASKING = phrases(
    "ai|nào|gì|đâu|mấy|bao nhiêu|bao giờ|bao lâu|sao|thế|như|là|có|không|và|với|của|cho|đến|từ|trong|ngoài"
    "|ở|tại|về|theo|do|đó|được|bị|bởi|thì|mà|các|những|một|này|kia|ấy|hay|hoặc|nếu|khi|rồi|đã|đang|sẽ|phải"
    "|cần|xin|hỏi|biết|nói|rõ|vậy|à|ạ|ơi|nhé|cq|cơ quan|đơn vị|văn bản|ban|số nào|số mấy|số bao nhiêu|sở nào"
    "|bộ nào|người|việc|giờ|lúc|trước|sau|vào|ra|lên|xuống|nơi"
)
_WHOLE = phrases("kỷ luật|kỉ luật|pháp luật|người dân|cơ sở|cần thơ")  # an idle word in them is none


def tokens_of(text: str) -> list[str]:
    """Return the folded syllables and numbers of a text, in order."""
    return _TOKEN.findall(fold_letters(text))


@dataclass(frozen=True, slots=True)
class TermSet:
    """The distinct terms of a text: folded syllables, and pairs of neighbours as "a b"."""

    terms: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "TermSet":
        """Return the terms of any text."""
        tokens = tokens_of(text)
        return cls(frozenset(tokens) | {f"{a} {b}" for a, b in pairwise(tokens)})


def content_terms(text: str, ignored: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return what a question is about: its terms without words that ask and without `ignored` phrases.

    Phrases are spelt with diacritics and are looked for so, unless the text has none at all. A pair counts
    when nothing is left out between its syllables.
    """
    low, folded = lower_letters(text), fold_letters(text)
    idle = _idle(ignored, low != folded)
    parts = []
    at = 0
    for match in idle.finditer(low if low != folded else folded):
        if match["idle"]:
            parts.append(folded[at : match.start()])
            at = match.end()
    parts.append(folded[at:])
    tokens = [_TOKEN.findall(part) for part in parts]
    singles = {token for part in tokens for token in part}
    return frozenset(singles | {f"{a} {b}" for part in tokens for a, b in pairwise(part)})


@cache
def _idle(ignored: frozenset[str], marked: bool) -> re.Pattern[str]:
    """Return what finds the phrases to leave out, the longest first; and words that only look like them."""
    whole, idle = (
        "|".join(sorted({one if marked else fold_letters(one) for one in listed}, key=_longest_first))
        for listed in (_WHOLE - ignored, _ASKING | ignored)
    )
    return re.compile(rf"(?<!\w)(?:(?P<whole>{whole})|(?P<idle>{idle}))(?!\w)")


def _longest_first(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase


class Coverage:
    """Scores texts by the share of the wanted terms that they contain.

    Rare terms among the `pool` of candidate texts weigh more (inverse document frequency within the pool).

    Args:
        wanted: what a question is about.
        pool: the candidate texts.
        counts: how many texts of the pool contain each term; without them they are counted.
        size: how many texts there are, where `counts` speaks of others than those of the pool.
    """

    def __init__(
        self,
        wanted: frozenset[str],
        pool: Sequence[TermSet],
        counts: Mapping[str, int] | None = None,
        size: int | None = None,
    ) -> None:
        size = max(len(pool) if size is None else size, 1)
        self._weights = {}
        for term in wanted:
            held = sum(term in one.terms for one in pool) if counts is None else counts.get(term, 0)
            rarity = math.log(1 + size / (held + 0.5)) if held else math.log(1 + 2 * size)
            self._weights[term] = rarity * (_PAIR_WEIGHT if " " in term else 1.0)
        self._total = sum(self._weights.values())

    @property
    def empty(self) -> bool:
        """Tell whether nothing is wanted."""
        return not self._weights

    @property
    def weights(self) -> Mapping[str, float]:
        """Return how much each term that is wanted counts."""
        return self._weights

    def __call__(self, text: TermSet) -> float:
        """Return the weighted share in [0, 1]; 0 when nothing is wanted."""
        if not self._total:
            return 0.0
        # Summed in a fixed order, so that equal texts get equal scores in every process.
        return sum(w for term, w in sorted(self._weights.items()) if term in text.terms) / self._total
