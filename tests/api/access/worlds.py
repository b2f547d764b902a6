"""Worlds of documents for the test of leaks: every document bears words that stand nowhere else."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from corpus.catalog import Catalog, SeenFile
from corpus.catalog.schema import meta
from corpus.header import read_header, title_of
from corpus.labels import Label
from corpus.readers import read
from corpus.record import extract
from corpus.types import Document, Record

FIELDS = (
    "subject", "task", "product", "figure", "part", "purpose", "recipient", "signer", "issuer", "file", "row",
    "agency",
)  # fmt: skip

_TEXT = """{issuer}
THÀNH PHỐ CẦN THƠ
-------
Số: {serial}/KH-UBND{stamp}
Cần Thơ, ngày {day:02} tháng 8 năm 2024

KẾ HOẠCH
Về công tác {subject} trên địa bàn thành phố

{cites}Ủy ban nhân dân thành phố ban hành kế hoạch như sau:

1. Giao Sở Tài chính chủ trì, phối hợp với Ban Quản lý dự án {agency} rà soát {task}, gửi báo cáo {product} trước ngày 15/9/2024.
2. Đến nay toàn thành phố có 1.2{day:02} hộ {figure}, trong đó 2{day:02} hộ {part}.
3. Công an thành phố tổ chức kiểm tra nhằm {purpose}.
{replaces}
| STT | Nội dung | Cơ quan chủ trì | Thời hạn |
| 1 | Rà soát {row} | Sở Nội vụ | Tháng 9/2024 |

CHỦ TỊCH
Nguyễn {signer}

Nơi nhận:
- Sở {recipient};
- Lưu: VT.
"""  # noqa: E501  # as letters are: a clause is a line


@dataclass(frozen=True)
class Known:
    """A document of a world, and the words that it alone holds."""

    record: Record
    label: Label
    words: dict[str, str]
    serial: int
    name: str

    @property
    def id(self) -> str:
        return self.record.document.id

    @property
    def secrets(self) -> frozenset[str]:
        """Return what no response may hold for who may not see the document."""
        return frozenset(
            {self.id, self.record.document.sha256, self.name, *(w.lower() for w in self.words.values())}
        )


@dataclass
class World:
    """A catalog of labelled documents."""

    folder: Path
    known: list[Known] = field(default_factory=list)

    def hidden(self, clearance: Collection[Label] | None) -> list[Known]:
        return [one for one in self.known if clearance is not None and one.label not in clearance]

    def shown(self, clearance: Collection[Label] | None) -> list[Known]:
        return [one for one in self.known if clearance is None or one.label in clearance]


def word(chance: random.Random) -> str:
    """Return a word that no language has, of letters that nothing changes."""
    return "".join(chance.choice("bdhkmnrtv") + chance.choice("aeiou") for _ in range(5)) + "z"


def make_world(
    folder: Path,
    labels: list[Label],
    seed: int,
    unlike: int,
    redone: Collection[Label] = (),
    without: bool = False,
) -> World:
    """Build a world: one document for each label, some with an earlier version, some with a second file.

    Args:
        folder: of the catalog.
        labels: of the documents, in order.
        seed: of the words.
        unlike: of the words of documents whose label is in `redone`: worlds that differ in it alone differ
            in nothing that who may not see these documents may notice.
        without: leave these documents out.
        redone: see `unlike`.
    """
    world = World(folder)
    with Catalog.open(folder) as catalog:
        _call(catalog, "world")
        for place, label in enumerate(labels):
            chance = random.Random(f"{unlike if label in redone else seed} {place}")
            hidden = random.Random(f"{unlike if Label.UTMOST_SECRET in redone else seed} earlier {place}")
            if without and label in redone:
                continue
            if place % 4 == 1 and not (
                without and Label.UTMOST_SECRET in redone
            ):  # what it said before, seen by hardly anybody
                earlier = _known(hidden, place, Label.UTMOST_SECRET, len(labels), f"f{place}")
                _take(catalog, earlier)
                world.known.append(earlier)
            one = _known(chance, place, label, len(labels), f"f{place}" if place % 4 == 1 else "")
            _take(catalog, one)
            if place % 4 == 1:
                catalog.set_label(one.id, label, below_stamp=True)
            if place % 4 == 2:
                twin = SeenFile(f"/in/twin-{one.words['file']}", f"twin-{one.words['file']}.txt", "ab" * 32)
                catalog.take(one.record, b"", twin, label=label)
            world.known.append(one)
    return world


def _call(catalog: Catalog, identity: str) -> None:
    """Give a catalog its name: states of worlds that do not differ are called the same."""
    with catalog._db.write() as connection:
        connection.execute(sa.update(meta).where(meta.c.key == "identity").values(value=identity))


def _known(chance: random.Random, place: int, label: Label, count: int, name: str) -> Known:
    words = {name: word(chance) for name in FIELDS}
    words["signer"] = words["signer"].capitalize()
    words["issuer"] = f"BAN QUẢN LÝ {words['issuer'].upper()}" if place % 2 else words["issuer"]
    stamp = "" if label.strength < 2 or place % 2 else "\n" + _STAMPS[label]
    cites = f"Thực hiện Kế hoạch số {700 + (place + 1) % count}/KH-UBND; " if place % 2 == 0 else ""
    replaces = ""
    if place % 3 == 2:  # the one before: what replaces a document may be hidden from who sees it
        replaces = f"4. Kế hoạch này thay thế Kế hoạch số {699 + place}/KH-UBND ngày {place:02}/8/2024.\n"
    shown = {**words, "issuer": words["issuer"] if place % 2 else "ỦY BAN NHÂN DÂN"}
    text = _TEXT.format(
        serial=700 + place, cites=cites, replaces=replaces, day=1 + place % 28, stamp=stamp, **shown
    )
    if place % 2 == 0:
        del words["issuer"]
    else:
        words["issuer"] = words["issuer"].split()[-1]
    source = f"{name or words['file']}.txt"
    record = made(text, source)
    if name:
        del words["file"]
    return Known(record, label, words, 700 + place, source if not name else words["subject"])


_STAMPS = {Label.SECRET: "MẬT", Label.TOP_SECRET: "TỐI MẬT", Label.UTMOST_SECRET: "TUYỆT MẬT"}


def made(text: str, source: str) -> Record:
    """Return the record of a letter."""
    import hashlib

    text = read(text.encode(), source).mapped.text
    header = read_header(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(digest[:16], digest, source, f"/in/{source}", text, title_of(header, text), header)
    return extract(document)


def _take(catalog: Catalog, one: Known) -> None:
    document = one.record.document
    seen = SeenFile(document.origin, document.source, document.sha256)
    catalog.take(one.record, b"", seen, label=one.label)
