"""Compare header facts with the portal metadata of the development directives.

Run: `python benchmarks/quality/headers.py [--data ../shared/data/directives] [--show FIELD]`.
A fact that the text does not contain is counted as "not stated", not as missed.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.header import read_header
from corpus.letters import fold_letters, slug
from corpus.numbers import all_kinds, find_numbers, number_key
from corpus.readers.text import read_plain
from corpus.types import Header

FIELDS = ("number", "kind", "issued_on", "issuer", "signer")


@dataclass(frozen=True)
class Truth:
    """What the index says of one file; None where it says nothing."""

    number: str | None
    kind: str | None
    issued_on: date | None
    issuer: str | None
    signer: str | None


def truth_of(record: dict[str, Any]) -> Truth:
    portal = record.get("portal") or {}
    title = record["title"]
    numbers = find_numbers(title.split(" năm ")[0]) or find_numbers(title)
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
    if field == "number":
        return number_key(str(found)) == number_key(str(true))
    if field == "issuer":
        return same_issuer(str(found), str(true), header)
    if field == "signer":
        return slug(str(found)) == slug(str(true))
    return found == true


def same_issuer(found: str, true: str, header: Header) -> bool:
    """Compare leniently: the portal often gives only the province, or the body's head."""
    place = slug(re.sub(r"^(Tỉnh|Thành phố|tỉnh|thành phố) ", "", true))
    got, want = slug(found), slug(true)
    with_place = f"{got}-{slug(header.place.value)}" if header.place else got
    return place in with_place or want in with_place or got in want or want.replace("chu-tich-", "") in got


def stated(field: str, true: object, text: str) -> bool:
    """Tell whether the text contains the fact at all, in whatever form."""
    folded = re.sub(r"\s+", "", fold_letters(text))
    if field == "issued_on" and isinstance(true, date):
        day, month = rf"0?{true.day}", rf"0?{true.month}"
        forms = rf"{day}/{month}/{true.year}|{day}-{month}-{true.year}|{day}thang{month}nam{true.year}"
        return re.search(rf"(?<!\d)(?:{forms})", folded) is not None
    if field == "kind":
        return re.sub(r"\s+", "", fold_letters(str(true))) in folded
    if field == "issuer":
        true = re.sub(r"^(Tỉnh|Thành phố|tỉnh|thành phố) ", "", str(true))
    return re.sub(r"\s+", "", fold_letters(str(true))) in folded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/directives"))
    parser.add_argument("--show", choices=FIELDS)
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    lines: list[str] = []
    spent = 0.0
    records = json.loads((arguments.data / "INDEX.json").read_text(encoding="utf-8"))
    for record in records:
        path = arguments.data / record["file"]
        text = read_plain(path.read_bytes(), path.name).text
        start = time.perf_counter()
        header = read_header(text)
        spent += time.perf_counter() - start
        truth = truth_of(record)
        for field in FIELDS:
            true = getattr(truth, field)
            fact = getattr(header, field)
            if true is None:
                counts[field]["no truth, found" if fact else "no truth, none"] += 1
                continue
            if fact is not None:
                good = same(field, fact.value, true, header)
                outcome = "right" if good else "wrong"
            else:
                outcome = "missed" if stated(field, true, text) else "not stated"
            counts[field][outcome] += 1
            if outcome in ("wrong", "missed") and arguments.show in (None, field):
                value = fact.value if fact else None
                lines.append(f"{field:9} {outcome:7} {record['file']} index={true} read={value}")
    print("\n".join(sorted(lines)))
    print(f"\n{'field':10} {'right':>6} {'wrong':>6} {'missed':>6} {'not stated':>10}  right of stated")
    for field, c in counts.items():
        of = c["right"] + c["wrong"] + c["missed"]
        share = 100 * c["right"] / of if of else 0.0
        print(f"{field:10} {c['right']:6} {c['wrong']:6} {c['missed']:6} {c['not stated']:10}  {share:.1f} %")
        print(f"{'':10} without truth: {c['no truth, found']} found, {c['no truth, none']} none")
    print(f"{len(records)} files, {1000 * spent / len(records):.1f} ms each for the header alone")


if __name__ == "__main__":
    main()
