"""To whom a document is addressed (kính gửi)."""

import re

from corpus.agencies import find_agencies
from corpus.header.facts import Letterhead
from corpus.header.lines import ADDRESSED, ITEM, RECIPIENTS, RULE, Line, any_of
from corpus.types import Fact, Span

_ADDRESS_NOTE = re.compile(r"^\((?:d/c|dia chi|mst|lo |so |ma so|km|duong|thon|khu)[^)]{3,150}\)\.?$")
_ALSO = re.compile(r"^dong (?:kinh )?gui\s*:?$")
_WIRED = re.compile(r"^[^\W\d_][^,;:]{2,60} dien\s*:$")  # "THỦ TƯỚNG CHÍNH PHỦ điện:"
_REACH = 70  # lines of a page that may come before a letter without a letterhead
_ADDRESS_END = re.compile(rf"(?<=[^\W\d_.,;])\s+(?={any_of('address_ends')}\s)")


def read_addressees(lines: list[Line], head: Letterhead, stop: int) -> None:
    """Read "Kính gửi" and the list under it."""
    after = max([*head.used, head.end - 1, -1])
    reach = after + 10 if head.number or head.kind else _REACH
    for i in range(min(stop, reach)):
        m = ADDRESSED.match(lines[i].folded) or _WIRED.match(lines[i].folded)
        if m is None or (head.first is not None and i < head.first):
            continue
        head.used.add(i)
        facts, head.end_at = _inline(lines[i], m.end())
        for j in range(i + 1, stop):
            line = lines[j]
            if facts and _ALSO.match(line.folded):
                head.used.add(j)
                continue
            if head.end_at or not (ITEM.match(line.text) or (j == i + 1 and not facts)):
                break
            if RULE.match(line.text) or RECIPIENTS.match(line.folded):
                break
            facts.append(_item(line, 0, len(line.text)))
            head.used.add(j)
        after = max(head.used) + 1
        if not head.end_at and after < stop and _ADDRESS_NOTE.match(lines[after].folded):
            head.used.add(after)
        head.addressees = tuple(f for f in facts if f.value)
        return


def _inline(line: Line, at: int) -> tuple[list[Fact[str]], int]:
    """Read addressees on the line itself; also where the body starts when it was joined to them."""
    rest = line.text[at:]
    if not rest.strip(" -–"):
        return [], 0
    end, body_at = len(line.text), 0
    if len(rest) > 90:
        cut = _ADDRESS_END.search(line.text, at + 8)
        if cut:
            end, body_at = cut.start(), line.span.start + cut.end()
        elif len(rest) > 250:
            mentions = [mention for mention in find_agencies(rest) if mention.span.start < 6]
            end = at + mentions[0].span.end if mentions else end
            body_at = line.span.start + end
    pieces = re.split(r"(?<=[;])\s*", line.text[at:end])
    facts, offset = [], at
    for piece in pieces:
        if piece.strip(" -–;.,"):
            facts.append(_item(line, offset, offset + len(piece)))
        offset = line.text.find(piece, offset) + len(piece)
        while offset < end and line.text[offset] == " ":
            offset += 1
    return facts, body_at


def _item(line: Line, start: int, end: int) -> Fact[str]:
    span = line.at(start, end)
    text = line.text[span.start - line.span.start : span.end - line.span.start]
    lead = ITEM.match(text)
    begin = span.start + (lead.end() if lead else 0)
    value = text[lead.end() if lead else 0 :].rstrip(" ;,.")
    return Fact(value, Span(begin, begin + len(value)))
