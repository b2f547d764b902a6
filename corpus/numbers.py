"""Document numbers of both layouts: state `45/2022/QH15`, `98/NQ-CP`; party `59-NQ/TW`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.letters import fold_letters, has_marks, lower_letters, read_table
from corpus.types import Fact, Span

_UPPER = "A-ZĐƯƠÔÂÊĂ"
# One way to read each letter, so that a long run of capitals cannot make the search explode.
_PART = rf"[{_UPPER}](?:[{_UPPER}\d]|[a-z]{{1,2}}(?=[{_UPPER}\d]))*[a-z]{{0,2}}"
# After a break ("TT- BYT") only a part in capitals, else the next word of the sentence would join.
_NEXT = rf"(?:[-–&.+]{_PART}|\s?[-–]\s?[{_UPPER}]{{2,}}[a-z]{{0,2}}\d*)"
_END = r"(?![^\W_])"
_NUMBER = re.compile(
    rf"(?<![\w/])(?<!\d[.,\-–])(?:\d{{1,3}}\.\d{{1,2}}(?=/(?:19|20)\d\d/)|\d{{1,6}})(?:"  # 66.4/2025/NQ-CP
    rf"\s?/\s?(?:19|20)\d\d\s?/\s?{_PART}(?:{_NEXT})*{_END}"  # 45/2022/QH15, 63/2025/QĐ-UBND
    rf"|\s?/\s?{_PART}(?:{_NEXT})+{_END}"  # 98/NQ-CP, 5615/CT-CS
    rf"|\s?[-–]\s?{_PART}\s?/\s?{_PART}(?:[-–&.+]{_PART})*{_END}"  # 59-NQ/TW
    rf")"
)
_BARE = re.compile(rf"(?<=[Ss]ố )\d{{1,6}}/[{_UPPER}]{{2,}}[a-z]?{_END}")  # "số 15/TTg": only after "số"
_LOW_PART = r"[^\W\d_]{1,8}\d{0,3}"
_LOW = re.compile(
    rf"(?<![\w/])(?<!\d\.)(?:\d{{1,3}}\.\d{{1,2}}(?=/(?:19|20)\d\d/)|\d{{1,6}})(?:\s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<a>{_LOW_PART})(?:-{_LOW_PART})*"
    rf"|\s?/\s?(?P<b>{_LOW_PART})(?:-{_LOW_PART})+|\s?[-–]\s?(?P<c>{_LOW_PART})\s?/\s?{_LOW_PART}){_END}"
)
_ASSEMBLY = re.compile(r"(?:ubtv)?qh\d{0,2}$")
_WHOLE = re.compile(
    rf"(?P<serial>\d{{1,6}})(?:\.\d{{1,2}})?(?:/(?P<year>(?:19|20)\d\d))?[/-](?P<symbol>{_PART}(?:[-/&.+]{_PART})*)$"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The parts of a document number and its normal form."""

    serial: int
    year: int | None
    symbol: str  # "CV/TU", "QĐ-UBND", "QH15"
    text: str

    @property
    def kind(self) -> str | None:
        """Return the kind that the symbol names, None for a letter such as `3241/UBND-KT`."""
        first, *rest = re.split(r"[-/]", self.symbol)
        return kind_of_symbol(first, party="/" in self.symbol and bool(rest))


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A document named in a question by its kind and serial alone."""

    kind: str
    serial: int
    span: Span


@lru_cache(maxsize=1)
def _kinds() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    by_symbol: dict[str, str] = {}
    by_kind: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for symbol, kind, _layout, _loose in read_table("kinds.tsv"):
        by_symbol.setdefault(symbol, kind)
        by_kind.setdefault(kind, symbol)
        spelling.setdefault(fold_letters(symbol), symbol)
    return by_symbol, by_kind, spelling


def kind_of_symbol(symbol: str, party: bool = False) -> str | None:
    """Return the kind that a symbol stands for: "CTr" is "chương trình", "TT" of the party "thông tri"."""
    by_symbol, _, spelling = _kinds()
    symbol = symbol if symbol in by_symbol else spelling.get(fold_letters(symbol), "")
    if party:
        for other, kind, layout, _ in read_table("kinds.tsv"):
            if other == symbol and layout == "party":
                return kind
    return by_symbol.get(symbol)


def symbol_of_kind(kind: str) -> str | None:
    """Return the symbol of a kind: "chương trình" is "CTr"."""
    return _kinds()[1].get(lower_letters(kind))


def all_kinds() -> tuple[str, ...]:
    """Return every kind of document in the table."""
    return tuple(_kinds()[1])


def _spell(part: str) -> str:
    """Give one part of a symbol its official spelling."""
    by_symbol, _, spelling = _kinds()
    if part in by_symbol:
        return part
    folded = fold_letters(part)
    if folded in ("ttg", "tw") or part in ("TƯ", "tư"):
        return "TTg" if folded == "ttg" else "TW"
    if folded in spelling and (part.islower() or part.isupper()):
        return spelling[folded]
    return part.upper() if part.islower() else part


def normalise_number(s: str) -> str:
    """Return a number without its label, stray spaces and wrong case: "Số: 1023 - cv/tu" is "1023-CV/TU"."""
    s = re.sub(r"^\s*(?:luật\s+)?s(?:ố|o)?\s*[:.]?\s*(?=\d)", "", s, flags=re.IGNORECASE)
    s = re.sub(r"\s*([-–/&.+])\s*", lambda m: m.group(1).replace("–", "-"), s.strip())
    s = re.sub(r"\s+", "", s).strip(".,;:/-")
    return re.sub(r"[^\W\d_][^\W_]*", lambda m: _spell(m.group()), s)


def parse_number(s: str) -> DocumentNumber | None:
    """Parse a document number; None when `s` is not one."""
    text = normalise_number(s)
    m = _WHOLE.match(text)
    if m is None:
        return None
    year = int(m["year"]) if m["year"] else None
    return DocumentNumber(int(m["serial"]), year, m["symbol"], text)


def number_key(s: str) -> str:
    """Return the key under which spellings of one number meet.

    Separators, case, marks and leading zeros do not count: "0134/KH-UBND" and "134/kh-ubnd" are equal.
    """
    parts = re.findall(r"[^\W_]+", normalise_number(s))
    return "-".join(str(int(p)) if p.isdecimal() else fold_letters(p).upper() for p in parts)


def _is_low_number(m: re.Match[str]) -> bool:
    symbol = m["a"] or m["b"] or m["c"]
    folded = fold_letters(symbol)
    return folded in _kinds()[2] or bool(m["year"] and _ASSEMBLY.match(folded))


def find_numbers(text: str) -> list[Fact[str]]:
    """Find every full document number, normalised, in order."""
    found = {m.span() for m in _NUMBER.finditer(text)} | {m.span() for m in _BARE.finditer(text)}
    taken = {start for start, _ in found}
    found |= {m.span() for m in _LOW.finditer(text) if m.start() not in taken and _is_low_number(m)}
    whole: list[tuple[int, int]] = []
    for a, b in sorted(found, key=lambda span: (span[0], -span[1])):
        if not whole or b > whole[-1][1]:  # else it lies within the one before
            whole.append((a, b))
    return [Fact(normalise_number(text[a:b]), Span(a, b)) for a, b in whole]


@lru_cache(maxsize=2)
def _loose(folded: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    shape = fold_letters if folded else lower_letters
    names = {shape(kind): kind for kind in reversed(all_kinds())}
    names |= {shape(row[0]): row[1] for row in reversed(read_table("kinds.tsv")) if row[3] == "yes"}
    if not folded:  # a question may spell the kind without marks beside marked words
        names = {fold_letters(n): k for n, k in names.items() if " " not in n} | names
    longest = sorted(names, key=lambda n: (-len(n), n))
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
    label = r"(?:s[ốo]|s\.)\s*:?\s*"
    tail = r"(?!\d|[/\-–]\w|[.,]\d|\s*%)"
    return re.compile(
        rf"(?<!\w)(?P<kind>{words})\s*(?:[.:]\s)?\s*(?:{label})?(?P<serial>\d{{1,5}}){tail}"
    ), names


def find_loose_numbers(text: str) -> list[LooseNumber]:
    """Find documents named by kind and serial alone: "NQ 59", "nghị quyết 59", "cong van so 1023"."""
    folded = not has_marks(text)
    pattern, names = _loose(folded)
    shape = fold_letters(text) if folded else lower_letters(text)
    full = {at for fact in find_numbers(text) for at in range(fact.span.start, fact.span.end)}
    found = []
    for m in pattern.finditer(shape):
        if m.start("serial") in full:
            continue
        kind = names[re.sub(r"\s+", " ", m["kind"])]
        found.append(LooseNumber(kind, int(m["serial"]), Span(m.start(), m.end())))
    return found
