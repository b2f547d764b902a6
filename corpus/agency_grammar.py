"""The grammar of agency names: heads, fields of work, territories, posts and groups.

The same rules are compiled twice: for marked text, where capitals tell where an unknown name goes on, and for
text without marks, where only the vocabulary counts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from corpus.letters import CAPITALS, fold_letters, one_tone, read_table


def _words(entry: str) -> list[str]:
    return [part.strip() for part in entry.split("|") if part.strip()]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules of one form of text."""

    starts: re.Pattern[str]  # the first words that can open a mention
    mention: re.Pattern[str]
    named: re.Pattern[str]  # bodies of the table, which may be longer than what the rules make of their words
    short_list: re.Pattern[str]  # "các Sở: Tài chính, Xây dựng": named groups head, items
    items: dict[str, re.Pattern[str]]  # the fields or places that may stand in such a list


@dataclass(frozen=True, slots=True)
class _Places:
    """Territories as patterns: "tỉnh Gia Lai", "các xã, phường", "cấp xã", and any of these."""

    one: str
    several: str
    rank: str
    anywhere: str


class _Builder:
    """Composes the rules from vocabulary in one form (marked or folded)."""

    def __init__(self, form: Callable[[str], str], capitals: bool) -> None:
        self.form = form
        self.capitals = capitals
        vocabulary = {row[0]: _words(row[1]) for row in read_table("agency_words.tsv")}
        self.lists = {name: self.any(words) for name, words in vocabulary.items()}
        self.vocabulary = vocabulary

    def word(self, entry: str) -> str:
        """Turn a vocabulary entry into a pattern that tolerates spacing."""
        escaped = re.escape(self.form(entry)).replace(r"\ \-\ ", r"\s*[-–]\s*")
        return escaped.replace(r"\ ", r"\s+").replace(r",\s+", r"\s?,\s*")

    def any(self, entries: list[str]) -> str:
        """Match any of the entries, the longest first."""
        longest = sorted(set(entries), key=lambda e: (-len(e), e))
        return "(?:" + "|".join(self.word(e) for e in longest) + ")"

    def fields(self, head: str) -> str:
        """Match the fields of work of a head, in full or abbreviated."""
        rows = [row for row in read_table("agency_fields.tsv") if row[0] == head]
        names = [row[1] for row in rows] + [a for row in rows for a in _words(row[2])]
        return self.any(names) + r"(?![\w&])"

    def proper(self, most: int) -> str:
        """Match a province, or up to `most` capitalised words where capitals can be trusted."""
        provinces = [row[0] for row in read_table("provinces.tsv")]
        provinces += [a for row in read_table("provinces.tsv") for a in _words(row[3])]
        known = self.any(provinces) + r"(?!\w)"
        if not self.capitals or not most:
            return known
        # A head word ends the name: "tỉnh Gia Lai" before "Sở Tài chính".
        cap = rf"(?!{self.lists['stop_heads']}(?!\w))(?-i:[{CAPITALS}])(?-i:[^\W\d{CAPITALS}]+)"
        return rf"(?:{known}|{cap}(?:\s+{cap}){{0,{most - 1}}})"

    def build(self) -> Grammar:
        """Compile the grammar."""
        f, lists = self.word, self.lists
        place = self._places()
        body = self._body(place)
        ban = rf"{f('Ban')}\s+{self.fields('Ban')}"
        centre = rf"{lists['centre']}(?!\w)"
        inner = rf"(?:{lists['organs']}|{ban})\s+(?:{f('của')}\s+)?(?:{body}|{centre})"
        council = rf"{ban}(?:\s+{body})?"
        group = self._group(body, rf"(?:{place.several}|{place.rank}|{place.one})")
        post = rf"{lists['posts']}\s+(?:{inner}|{body}|{group}|{council})"
        rules = [post, inner, body, council]
        if self.capitals:
            rules.append(self._unknown(place.anywhere))
        rules += [group, lists["alone"]]
        mention = "(?:" + "|".join(f"(?:{r})" for r in rules) + r")(?!\w)"
        return Grammar(
            starts=_compiled(self._starts()),
            mention=_compiled(mention),
            named=_compiled(self._named()),
            short_list=_compiled(self._short_list()),
            items={
                "so": _compiled(self.fields("Sở")),
                "bo": _compiled(self.fields("Bộ")),
                "places": _compiled(self.proper(3)),
            },
        )

    def _named(self) -> str:
        """Match a body of the table by its name or one of its aliases."""
        names = self.any([n for row in read_table("agencies.tsv") for n in [row[0], *_words(row[2])]])
        return rf"{names}(?!\w)(?:\s+{self.word('khu vực')}\s+(?:[ivx]+|\d+)(?!\w))?"

    def _places(self) -> _Places:
        """Compose the territories that may follow a body."""
        f = self.word
        level = self.lists["levels"] + r"(?!\w)"
        one = rf"{level}(?:\s+{self.proper(3)})?"
        several = (
            rf"(?:{f('các')}\s+{level}(?:\s*,\s*{level})*(?:\s+{f('và')}\s+{level})?|{level}(?:\s*,\s*{level})+)"
            rf"(?:\s+{f('trực thuộc')}\s+{self.lists['centre']}"
            rf"|\s+(?:{f('thuộc')}|{f('trên địa bàn')})\s+{one})?"
        )
        ranks = self.any(["tỉnh", "huyện", "xã", "cơ sở"])
        rank = rf"(?:{f('cấp')}\s+{ranks}|{f('các cấp')})"
        return _Places(one, several, rank, rf"(?:{several}|{rank}|{one}|{self.proper(0)})")

    def _body(self, place: _Places) -> str:
        """Compose a single body: from the table, or a head with its field and territory."""
        f, lists, where = self.word, self.lists, place.anywhere
        people = rf"{lists['people']}(?:\s+(?:{where}|{self.proper(3)}))?"
        of = rf"(?:{people}|{place.several}|{place.one}|{lists['party_of']}|{self.proper(3)})"
        # "TU" in capitals alone: "Tu" may be a name.
        city = "(?-i:TU)" if self.capitals else "tu"
        party = rf"(?:{lists['party']}|{city}(?!\w))(?:\s+{of})?"
        heads = ("Sở", "Bộ", "Phòng", "Cục", "Chi cục", "Hội")
        dept = "|".join(rf"{f(h)}\s+{self.fields(h)}" for h in heads)
        dept = rf"(?:{dept})(?:\s+{where})?"
        area = rf"(?:\s+{f('khu vực')}\s+(?:[ivx]+|\d+)(?!\w))?"
        named = self._named()
        # "thuế" and "thanh tra" are words too: they name a body by a capital or by a territory.
        case = "-i" if self.capitals else ""
        capital = "|".join(f(w) for w in self.vocabulary["capital_fronts"])
        placed = rf"(?{case}:{lists['placed_fronts']})\s+{where}"
        capital = rf"(?{case}:{capital})(?!\w)" if self.capitals else rf"(?:{capital})\s+{where}"
        front = rf"{lists['fronts']}(?!\w)(?:\s+{f('Việt Nam')})?{area}(?:\s+{where})?"
        front = rf"(?:{front}|{placed}|{capital}(?:\s+{where})?)"
        party_branch = rf"{f('Đảng bộ')}(?:\s+{where})?"
        return rf"(?:{named}|{people}|{party}|{front}|{dept}|{party_branch})"

    def _short_list(self) -> str:
        """Match "các Sở: Tài chính, Xây dựng" and "UBND các tỉnh: Đắk Lắk, Gia Lai"."""
        f = self.word
        field = rf"(?:{self.fields('Sở')}|{self.fields('Bộ')})"
        place = self.proper(3)
        return (
            rf"(?:{f('các')}\s+)?(?P<head>{f('Sở')}|{f('Bộ')})(?P<colon>\s*:\s*|\s+)"
            rf"(?P<items>{field}(?:\s*[,;]\s*{field})*(?:\s*,?\s+{f('và')}\s+{field})?)"
            rf"|(?P<people>{self.lists['people']})\s+{f('các')}\s+(?P<level>{self.lists['levels']}(?!\w))\s*:\s*"
            rf"(?P<places>{place}(?:\s*,\s*{place})*(?:\s+{f('và')}\s+{place})?)"
        )

    def _group(self, body: str, where: str) -> str:
        """Match "các sở, ban, ngành thành phố" and chains of at least two such nouns without "các"."""
        f, noun = self.word, self.lists["nouns"] + r"(?!\w)"
        join = rf"(?:\s*,\s*(?!{f('các')}(?!\w))|\s+{f('và')}\s+(?!{f('các')}(?!\w)))"
        tail = (
            rf"(?:\s+(?:{f('có')}\s+)?{f('liên quan')}"
            rf"|\s+{f('trực thuộc')}(?:\s+{body})?|\s+(?:{f('thuộc')}|{f('của')})\s+(?:{body}|{where})"
            rf"|\s+(?:{f('ở')}\s+)?{self.lists['centre']}|\s+{where}){{0,2}}"
        )
        many = rf"(?:{f('tất cả')}\s+)?{f('các')}\s+{noun}(?:{join}{noun})*"
        return rf"(?:{many}|{noun}(?:{join}{noun})+){tail}"

    def _unknown(self, where: str) -> str:
        """Match a head with a name that no table knows: capitals open it, a stop word ends it."""
        heads = "|".join(self.word(h) for h in self.vocabulary["open_heads"])
        cap = rf"(?-i:[{CAPITALS}])[\w.]*"
        low = rf"(?!{self.lists['stops']}(?!\w))(?-i:[^\W\d_{CAPITALS}])\w*"
        stop_head = rf"(?!{self.lists['stop_heads']}(?!\w))"
        run = rf"{stop_head}{cap}(?:\s+{low}){{0,4}}"
        # A comma joins only inside "X, Y và Z".
        comma = rf",\s+(?={cap}(?:\s+{low}){{0,3}}\s+{self.word('và')}\s+{cap})"
        more = rf"(?:\s+|\s+{self.word('và')}\s+|\s+[-–]\s+|{comma}){run}"
        # Heads count in title case only: in capitals every word would look like a name.
        return rf"(?-i:{heads})\s+{run}(?:{more}){{0,5}}(?:\s+{where})?"

    def _starts(self) -> str:
        """Match the first word of every rule, a cheap filter before the whole grammar is tried."""
        first: set[str] = {"các", "tất", "TU", "Sở", "Bộ", "Ban", "Phòng", "Cục", "Chi", "Hội", "Đảng"}
        for name, words in self.vocabulary.items():
            if name not in ("stops", "stop_heads", "levels", "centre", "party_of"):  # these never open
                first |= {w.split()[0].rstrip(",") for w in words}
        for row in read_table("agencies.tsv"):
            first |= {n.split()[0] for n in [row[0], *_words(row[2])]}
        outside = rf"(?<![\w/-])(?<!{self.word('cơ')} )"  # "cơ sở văn hóa" is no department
        return outside + self.any(sorted(first)) + r"(?!\w)"


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern whose white space does not reach over the end of a line."""
    return re.compile(pattern.replace(r"\s", r"[^\S\n]"), re.IGNORECASE)


@lru_cache(maxsize=2)
def grammar(marked: bool) -> Grammar:
    """Return the rules for marked text (in one tone placement) or for folded text."""
    return _Builder(one_tone if marked else fold_letters, capitals=marked).build()
