"""How the parts of agency names go together: posts, organs, bodies, territories, groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """The compiled parts of one form of text."""

    starts: re.Pattern[str]  # the first words that can open a mention
    named: re.Pattern[str]  # bodies of the table
    people: re.Pattern[str]  # people's committees and councils
    party: re.Pattern[str]  # party committees
    party_of: re.Pattern[str]  # what a party committee may be of, besides a territory
    front: re.Pattern[str]  # heads that name a body by themselves
    placed: re.Pattern[str]  # heads that name a body only with a territory
    dept: re.Pattern[str]  # a head with its field of work
    ban: re.Pattern[str]  # the same for "Ban"
    organ: re.Pattern[str]  # parts of a body: "Văn phòng", "Ban Thường vụ"
    centre: re.Pattern[str]
    post: re.Pattern[str]
    group: re.Pattern[str]
    tail: re.Pattern[str]  # what narrows a group by itself: "có liên quan", "Trung ương"
    under: re.Pattern[str]  # "thuộc", "trực thuộc", "của", before a body or territory
    unknown: re.Pattern[str] | None  # a head with a name of its own, where capitals can be trusted
    alone: re.Pattern[str]
    where: re.Pattern[str]  # a territory after a body
    proper: re.Pattern[str]  # a place name without its level
    of: re.Pattern[str]  # the joint between an organ and its body
    short_list: re.Pattern[str]  # "các Sở: Tài chính, Xây dựng"
    items: dict[str, re.Pattern[str]]  # the fields or places that may stand in such a list


def _ends(pattern: re.Pattern[str], shape: str, at: int) -> Iterator[int]:
    """Yield where an entry that begins at `at` may end, the longest first."""
    limit = len(shape)
    while m := pattern.match(shape, at, limit):
        if m.end() <= at:
            return
        # A shortened limit could cut a word in two.
        if m.end() == len(shape) or not (shape[m.end()].isalnum() and shape[m.end() - 1].isalnum()):
            yield m.end()
        limit = m.end() - 1


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules over the parts; each returns where a phrase that begins at `at` ends, 0 when none does."""

    parts: Parts

    def mention(self, shape: str, at: int) -> int:
        """Return the end of the longest name of an agency or group at `at`."""
        end = max(
            self._posted(shape, at), self._inner(shape, at), self._council(shape, at), self.body(shape, at)
        )
        end = end or self._unknown(shape, at) or self._group(shape, at)
        return end or next(_ends(self.parts.alone, shape, at), 0)

    def body(self, shape: str, at: int) -> int:
        """Return the end of a single body: of the table, or a head with its field and territory."""
        p = self.parts
        ends = [m.end() for m in [p.named.match(shape, at)] if m]
        if m := p.people.match(shape, at):
            ends.append(self._with_place(shape, m.end(), proper=True))
        if m := p.party.match(shape, at):
            ends.append(self._committee(shape, m.end()))
        heads = (pattern.match(shape, at) for pattern in (p.front, p.dept))
        ends += [self._with_place(shape, m.end()) for m in heads if m]
        if m := p.placed.match(shape, at):
            end = self._with_place(shape, m.end())
            ends.append(end if end > m.end() else 0)
        return max(ends, default=0)

    def _with_place(self, shape: str, at: int, proper: bool = False) -> int:
        m = self.parts.where.match(shape, at) or (self.parts.proper.match(shape, at) if proper else None)
        return m.end() if m else at

    def _committee(self, shape: str, at: int) -> int:
        """Return the end of a party committee that has been read up to `at`."""
        ends = [self._with_place(shape, at, proper=True)]
        if m := self.parts.party_of.match(shape, at):
            ends.append(self._with_place(shape, m.end()))
        if m := self.parts.of.match(shape, at):
            people = self.parts.people.match(shape, m.end())
            ends.append(self._with_place(shape, people.end(), proper=True) if people else 0)
        return max(ends)

    def _inner(self, shape: str, at: int) -> int:
        """Return the end of an organ with the body it belongs to: "Văn phòng Thành ủy"."""
        p = self.parts
        for pattern in (p.organ, p.ban):
            for end in _ends(pattern, shape, at):
                m = p.of.match(shape, end)
                if m is None:
                    continue
                centre = p.centre.match(shape, m.end())
                reach = max(self.body(shape, m.end()), centre.end() if centre else 0)
                if reach:
                    return reach
        return 0

    def _unknown(self, shape: str, at: int) -> int:
        m = self.parts.unknown.match(shape, at) if self.parts.unknown else None
        return self._with_place(shape, m.end()) if m else 0

    def _council(self, shape: str, at: int) -> int:
        return next(_ends(self.parts.ban, shape, at), 0)

    def _posted(self, shape: str, at: int) -> int:
        """Return the end of a post with its body: "Giám đốc Sở Tài chính", "Thủ trưởng các sở"."""
        for end in _ends(self.parts.post, shape, at):
            after = end + 1
            if not shape.startswith((" ", "\u00a0"), end):
                continue
            rules = (self._inner, self.body, self._group, self._council)
            reach = max(rule(shape, after) for rule in rules) or self._unknown(shape, after)
            if reach:
                return reach
        return 0

    def _group(self, shape: str, at: int) -> int:
        """Return the end of "các sở, ban, ngành thành phố"; up to two phrases narrow it."""
        m = self.parts.group.match(shape, at)
        if m is None:
            return 0
        end = m.end()
        for _ in range(2):
            end = self._narrowed(shape, end)
        return end

    def _narrowed(self, shape: str, at: int) -> int:
        p = self.parts
        if m := p.tail.match(shape, at) or p.where.match(shape, at):
            return m.end()
        if m := p.under.match(shape, at):
            reach = self.body(shape, m.end()) or self._with_place(shape, m.end() - 1)
            return reach if reach >= m.end() else m.end() - 1 if m["direct"] else at
        return at
