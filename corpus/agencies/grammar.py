"""The vocabulary of agency names compiled into the parts that `Grammar` puts together.

One expression for the whole grammar would take seconds to compile, so its parts are compiled apart.
There are two sets of them: for marked text, where capitals tell where an unknown name goes on, and for text
without marks, where only the vocabulary counts.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from corpus.agencies.rules import Grammar, Parts
from corpus.letters import CAPITALS, fold_letters, one_tone, read_table


def _words(entry: str) -> list[str]:
    return [part.strip() for part in entry.split("|") if part.strip()]


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
        """Compile the parts."""
        f, lists = self.word, self.lists
        area = rf"(?:\s+{f('khu vực')}\s+(?:[ivx]+|\d+)(?!\w))?"
        heads = ("Sở", "Bộ", "Phòng", "Cục", "Chi cục", "Hội")
        named = self.any([n for row in read_table("agencies.tsv") for n in [row[0], *_words(row[2])]])
        # "TU" in capitals alone: "Tu" may be a name.
        city = "(?-i:TU)" if self.capitals else "tu"
        # "thuế" and "thanh tra" are words too: they name a body by a capital or by a territory.
        case = "-i" if self.capitals else ""
        capital = "|".join(f(w) for w in self.vocabulary["capital_fronts"])
        front = rf"{lists['fronts']}(?!\w)(?:\s+{f('Việt Nam')}(?!\w))?{area}|{f('Đảng bộ')}(?!\w)"
        front += rf"|(?-i:{capital})(?!\w)" if self.capitals else ""
        placed = "|".join(f(w) for w in self.vocabulary["placed_fronts"])
        placed += "" if self.capitals else f"|{capital}"
        return Grammar(
            Parts(
                starts=_compiled(self._starts()),
                named=_compiled(rf"{named}(?!\w){area}"),
                people=_compiled(rf"{lists['people']}(?!\w)"),
                party=_compiled(rf"(?:{lists['party']}|{city})(?!\w)"),
                party_of=_compiled(rf"\s+{lists['party_of']}(?!\w)"),
                front=_compiled(front),
                placed=_compiled(rf"(?{case}:{placed})(?!\w)"),
                dept=_compiled("|".join(rf"{f(h)}\s+{self.fields(h)}" for h in heads)),
                ban=_compiled(rf"{f('Ban')}\s+{self.fields('Ban')}"),
                organ=_compiled(lists["organs"]),
                centre=_compiled(rf"{lists['centre']}(?!\w)"),
                post=_compiled(lists["posts"]),
                group=_compiled(self._nouns()),
                tail=_compiled(
                    rf"\s+(?:(?:{f('có')}\s+)?{f('liên quan')}|(?:{f('ở')}\s+)?{lists['centre']}"
                    rf"|{f('trực thuộc')}(?=\s*(?:[,.;:)]|$)))(?!\w)"
                ),
                under=_compiled(rf"\s+(?:(?P<direct>{f('trực thuộc')})|{f('thuộc')}|{f('của')})\s"),
                unknown=_compiled(self._unknown()) if self.capitals else None,
                alone=_compiled(lists["alone"]),
                where=_compiled(self._where()),
                proper=_compiled(rf"\s+{self.proper(3)}"),
                of=_compiled(rf"\s+(?:{f('của')}\s+)?"),
                short_list=_compiled(self._short_list()),
                items={
                    "so": _compiled(self.fields("Sở")),
                    "bo": _compiled(self.fields("Bộ")),
                    "places": _compiled(self.proper(3)),
                },
            )
        )

    def _where(self) -> str:
        """Match the territory after a body: "tỉnh Gia Lai", "các xã, phường", "cấp xã", "Cần Thơ"."""
        f = self.word
        level = self.lists["levels"] + r"(?!\w)"
        one = rf"{level}(?:\s+{self.proper(3)})?"
        several = (
            rf"(?:{f('các')}\s+{level}(?:\s*,\s*{level})*(?:\s+{f('và')}\s+{level})?|{level}(?:\s*,\s*{level})+)"
            rf"(?:\s+{f('trực thuộc')}\s+{self.lists['centre']}"
            rf"|\s+(?:{f('thuộc')}|{f('trên địa bàn')})\s+{one})?"
        )
        rank = rf"(?:{f('cấp')}\s+{self.any(['tỉnh', 'huyện', 'xã', 'cơ sở'])}(?!\w)|{f('các cấp')}(?!\w))"
        return rf"\s+(?:{several}|{rank}|{one}|{self.proper(0)})"

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

    def _nouns(self) -> str:
        """Match "các sở, ban, ngành", and chains of at least two such nouns without "các"."""
        f, noun = self.word, self.lists["nouns"] + r"(?!\w)"
        join = rf"(?:\s*,\s*(?!{f('các')}(?!\w))|\s+{f('và')}\s+(?!{f('các')}(?!\w)))"
        many = rf"(?:{f('tất cả')}\s+)?{f('các')}\s+{noun}(?:{join}{noun})*"
        return rf"{many}|{noun}(?:{join}{noun})+"

    def _unknown(self) -> str:
        """Match a head with a name that no table knows: capitals open it, a stop word ends it."""
        heads = "|".join(self.word(h) for h in self.vocabulary["open_heads"])
        cap = rf"(?-i:[{CAPITALS}])\w*(?:\.\w+)*"
        low = rf"(?!{self.lists['stops']}(?!\w))(?-i:[^\W\d_{CAPITALS}])\w*"
        stop_head = rf"(?!{self.lists['stop_heads']}(?!\w))"
        run = rf"{stop_head}{cap}(?:\s+{low}){{0,6}}"
        # A comma joins only inside "X, Y và Z".
        comma = rf",\s+(?={cap}(?:\s+{low}){{0,3}}\s+{self.word('và')}\s+{cap})"
        more = rf"(?:\s+|\s+{self.word('và')}\s+|\s+[-–]\s+|{comma}){run}"
        # Heads count in title case only: in capitals every word would look like a name.
        return rf"(?-i:{heads})\s+{run}(?:{more}){{0,5}}(?!\w)"

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
