"""Compare header facts with what portals say of the same documents.

    python -m benchmarks.quality.headers [--set SET] [--part dev|test] [--show FIELD] [--quiet] [--none]

`directives` are the development directives with the metadata of INDEX.json, `official` the rows of the
training set with portal fields, `guessed` its other rows, whose fields came from patterns and prove
nothing. Documents are dealt into two halves by their names; rules are made on `dev` only. A fact that the
text does not contain is "not stated", not missed. Cases in which the portal is shown to be wrong stand in
`headers_portal_wrong.tsv` with the reason and are left out.
"""

import argparse
import csv
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.agencies import agency_id
from corpus.header import read_header
from corpus.letters import fold_letters, one_tone, slug
from corpus.numbers import all_kinds, find_numbers, number_key
from corpus.reflow import reflow
from corpus.text import canonical
from corpus.types import Header

FIELDS = ("number", "kind", "issued_on", "issuer", "signer")
_WRONG = Path(__file__).with_name("headers_portal_wrong.tsv")
_LEVEL = re.compile(r"^(Tỉnh|Thành phố|tỉnh|thành phố) ")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a portal says of one document; None where it says nothing."""

    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    signer: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One document with its truth."""

    name: str
    text: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one field of one document went: right, wrong, missed, not stated, found, none."""

    name: str
    field: str
    result: str
    true: object
    read: object


def part_of(name: str) -> str:
    """Deal a document into dev or test by its name."""
    return "test" if hashlib.sha256(name.encode()).digest()[0] % 2 else "dev"


def directives(data: Path) -> Iterator[Case]:
    """Yield the development directives with the portal's metadata and what their titles state."""
    for record in json.loads((data / "directives" / "INDEX.json").read_text(encoding="utf-8")):
        path = data / "directives" / record["file"]
        text = _paragraphs(path.read_text(encoding="utf-8"))
        yield Case(record["file"], text, _truth(record["title"], record.get("portal") or {}))


def official(data: Path) -> Iterator[Case]:
    """Yield the rows of the training set that carry portal fields."""
    for row in _rows(data):
        if row.get("so_hieu"):
            day, month, year = map(int, row["ngay_ban_hanh"].split("/"))
            truth = Truth(
                row["so_hieu"],
                row["loai_van_ban"].lower(),
                date(year, month, day),
                row["noi_ban_hanh"],
                row["nguoi_ky"],
            )
            yield Case(row["id"], _paragraphs(row["text"]), truth)


def guessed(data: Path) -> Iterator[Case]:
    """Yield the other rows of the training set, whose fields were guessed: read the differences."""
    for row in _rows(data):
        if not row.get("so_hieu"):
            issued_on = _day(row.get("date") or "")
            kind = (row.get("doc_type") or "").lower() or None
            truth = Truth(row.get("doc_number"), kind, issued_on, row.get("issuer"), None)
            yield Case(row["id"], _paragraphs(row["text"]), truth)


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _rows(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "training" / "official_texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


SETS = {"directives": directives, "official": official, "guessed": guessed}


def _paragraphs(raw: str) -> str:
    return reflow(canonical(raw).text).text


def _truth(title: str, portal: dict[str, Any]) -> Truth:
    numbers = find_numbers(title.split(" năm ")[0]) or find_numbers(title)
    if numbers and numbers[0].span.start > 30:  # a document that the title cites
        numbers = []
    kind = next((k for k in sorted(all_kinds(), key=len, reverse=True) if title.lower().startswith(k)), None)
    issued_on = None
    if portal.get("Ngày ban hành"):
        day, month, year = map(int, portal["Ngày ban hành"].split("/"))
        issued_on = date(year, month, day)
    by = re.search(r" do (.{4,90}?) ban hành$", title)
    issuer = portal.get("Nơi ban hành") or (by.group(1) if by else None)
    number = portal.get("Số hiệu") or (numbers[0].value if numbers else None)
    return Truth(number, kind, issued_on, issuer, portal.get("Người ký"))


def same(field: str, found: object, true: object, header: Header) -> bool:
    """Tell whether a fact agrees with the portal's."""
    if field == "number":
        return number_key(str(found)) == number_key(str(true))
    if field == "issuer":
        return same_issuer(str(found), str(true), header)
    if field == "signer":
        return slug(str(found)) == slug(str(true))
    return found == true


def same_issuer(found: str, true: str, header: Header) -> bool:
    """Compare leniently: the portal often gives only the province, or the body's head."""
    place = slug(_LEVEL.sub("", true))
    got, want = slug(found), slug(true)
    if agency_id(found) == agency_id(true):
        return True
    with_place = f"{got}-{slug(header.place.value)}" if header.place else got
    return place in with_place or want in with_place or got in want or want.replace("chu-tich-", "") in got


def stated(field: str, true: object, text: str) -> bool:
    """Tell whether the text contains the fact at all, in whatever form."""
    folded = re.sub(r"\s+", "", fold_letters(text))
    if field == "issued_on" and isinstance(true, date):
        day, month = rf"0?{true.day}", rf"0?{true.month}"
        forms = rf"{day}/{month}/{true.year}|{day}-{month}-{true.year}|{day}thang{month}nam{true.year}"
        return re.search(rf"(?<!\d)(?:{forms})", folded) is not None
    if field == "issuer":
        true = _LEVEL.sub("", str(true))
    return re.sub(r"\s+", "", fold_letters(one_tone(str(true)))) in folded


def judge(case: Case, header: Header, wrong: set[tuple[str, str]]) -> Iterator[Outcome]:
    """Yield the outcome of each field, but for those in which the portal is wrong."""
    for field in FIELDS:
        true, fact = getattr(case.truth, field), getattr(header, field)
        read = fact.value if fact else None
        if (case.name, field) in wrong:
            continue
        if true is None:
            result = "found" if fact else "none"
        elif fact is None:
            result = "missed" if stated(field, true, case.text) else "not stated"
        else:
            result = "right" if same(field, read, true, header) else "wrong"
        yield Outcome(case.name, field, result, true, read)


def portal_wrong() -> set[tuple[str, str]]:
    """Return the documents and fields in which the portal is shown to be wrong."""
    with _WRONG.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    return {(row[0], row[1]) for row in rows}


def table(outcomes: list[Outcome]) -> str:
    """Lay the counts out by field."""
    counts = Counter((o.field, o.result) for o in outcomes)
    rows = [f"{'field':10} {'right':>6} {'wrong':>6} {'missed':>6} {'not stated':>10} {'of stated':>10}"]
    for field in FIELDS:
        right, wrong, missed = (counts[field, result] for result in ("right", "wrong", "missed"))
        share = 100 * right / max(1, right + wrong + missed)
        others = f"{counts[field, 'found']} found and {counts[field, 'none']} none without truth"
        unstated = counts[field, "not stated"]
        rows.append(f"{field:10} {right:6} {wrong:6} {missed:6} {unstated:10} {share:8.1f} %   {others}")
    return "\n".join(rows)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--set", choices=tuple(SETS), default="directives")
    parser.add_argument("--part", choices=("dev", "test"))
    parser.add_argument("--show", choices=FIELDS, help="print what went wrong in this field only")
    parser.add_argument("--quiet", action="store_true", help="print the table only")
    parser.add_argument(
        "--none", action="store_true", help="print documents without a fact and without truth"
    )
    args = parser.parse_args()
    wrong, outcomes, spent, number = portal_wrong(), list[Outcome](), 0.0, 0
    for case in SETS[args.set](args.data):
        if args.part not in (None, part_of(case.name)):
            continue
        start = time.perf_counter()
        header = read_header(case.text)
        spent, number = spent + time.perf_counter() - start, number + 1
        outcomes += judge(case, header, wrong)
    shown = {"wrong", "missed"} | ({"none"} if args.none else set())
    for o in sorted(outcomes, key=lambda o: (o.field, o.result, o.name)):
        if not args.quiet and o.result in shown and args.show in (None, o.field):
            print(f"{o.field:9} {o.result:7} {o.name} portal={o.true} read={o.read}")
    print(table(outcomes))
    print(f"{number} documents, {1000 * spent / max(1, number):.1f} ms each for the header alone")


if __name__ == "__main__":
    main()
