"""Headers of made documents: kinds and issuers in known shares, so that filters have known selectivities."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from corpus.letters import read_table
from corpus.types import Fact, Header, Span

FIRST_DAY, DAYS = date(2006, 1, 1), 7300  # twenty years
SEED = 11
# Shares of all documents; the suite filters by those of .5, .1, .01 and .001.
KINDS = {
    ("Quyết định", "QĐ"): 0.5,
    ("Công văn", "CV"): 0.2,
    ("Kế hoạch", "KH"): 0.1,
    ("Nghị quyết", "NQ"): 0.08,
    ("Thông báo", "TB"): 0.05,
    ("Báo cáo", "BC"): 0.039,
    ("Công điện", "CĐ"): 0.02,
    ("Chỉ thị", "CT"): 0.01,
    ("Chương trình", "CTr"): 0.001,
}
COMMON = {  # the others share what is left
    ("Ủy ban nhân dân thành phố Cần Thơ", "UBND"): 0.5,
    ("Thủ tướng Chính phủ", "TTg"): 0.1,
    ("Bộ Nội vụ", "BNV"): 0.01,
    ("Thanh tra Chính phủ", "TTCP"): 0.001,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text of a made document."""

    kind: str
    number: str
    issuer: str
    issued_on: date

    def title(self, subject: str) -> str:
        """Return the document's title."""
        return f"{self.kind} {self.number} {subject}"

    def lines(self, subject: str) -> tuple[str, Header]:
        """Return the letterhead and the header read from it; the body begins after a newline."""
        day = f"ngày {self.issued_on:%d} tháng {self.issued_on:%m} năm {self.issued_on.year}"
        parts = (self.issuer.upper(), f"Số: {self.number}", day, self.kind.upper(), subject)
        starts = [0]
        for part in parts:
            starts.append(starts[-1] + len(part) + 1)
        spans = [Span(start, start + len(part)) for start, part in zip(starts, parts, strict=False)]
        number = Span(spans[1].start + len("Số: "), spans[1].end)
        header = Header(
            kind=Fact(self.kind.lower(), spans[3]),
            number=Fact(self.number, number),
            issuer=Fact(self.issuer, spans[0]),
            issued_on=Fact(self.issued_on, spans[2]),
            subject=Fact(subject, spans[4]),
        )
        return "\n".join(parts), header


class Heads:
    """Draws the head of each document; a document's head depends on its number alone."""

    def __init__(self) -> None:
        self._kinds = list(KINDS)
        self._issuers = _issuers()
        self._kind_shares = np.cumsum(list(KINDS.values()))
        rest = (1 - sum(COMMON.values())) / (len(self._issuers) - len(COMMON))
        self._issuer_shares = np.cumsum([COMMON.get(each, rest) for each in self._issuers])

    def __getitem__(self, document: int) -> Head:
        chance = np.random.default_rng([SEED, document])
        kind, symbol = self._kinds[_drawn(self._kind_shares, chance.random())]
        issuer, short = self._issuers[_drawn(self._issuer_shares, chance.random())]
        issued_on = FIRST_DAY + timedelta(days=int(chance.integers(DAYS)))
        return Head(kind, f"{document + 1}/{symbol}-{short}", issuer, issued_on)


def _drawn(shares: np.ndarray, value: float) -> int:
    return min(int(np.searchsorted(shares, value, side="right")), len(shares) - 1)


def _issuers() -> list[tuple[str, str]]:
    """Return provinces and ministries, each with the symbol that it writes after the kind's."""
    provinces = [row for row in read_table("provinces.tsv") if not row[2:3] or not row[2]]
    found = [(f"Ủy ban nhân dân {level} {name}", "UBND") for name, level, *_ in provinces]
    for head, field, *short in read_table("agency_fields.tsv"):
        if head == "Bộ" and short and short[0]:
            found.append((f"{head} {field}", "B" + short[0].split("|")[0].replace("&", "")))
    return list(dict.fromkeys([*COMMON, *found]))
