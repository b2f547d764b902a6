"""Judge the assignments and references read from real directives against annotations made by eye.

    python -m benchmarks.quality.extraction --part dev|test [--data DIR ...] [--wrong]

Prints precision, recall and F1 for who is told to do something (lead or implement), leads that are named as
such, co-ordinating bodies, deadlines, and for references their number, date and relation. The rules of the
annotation and of the match stand in `directives_extraction.md`.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.record import record_of
from corpus.types import Record, Reference, Role, Span

GOLD = Path(__file__).with_name("directives_extraction.jsonl")
FOLDERS = (Path("../shared/data/directives"), Path("../shared/seeds"))
TOLD = frozenset({Role.LEAD, Role.IMPLEMENT})


@dataclass(frozen=True, slots=True)
class Party:
    """An agency told something in the paragraph at `at`; `also` is another place that names it as well."""

    span: Span
    at: int
    role: Role
    optional: bool = False
    also: Span | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of an assignment."""

    span: Span
    optional: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation; `number` and `issued_on` are "?" where either reading is right."""

    span: Span
    number: str | None
    issued_on: str | None
    relations: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """One annotated stretch of a document."""

    source: str
    document: str
    within: Span
    assignments_judged: bool
    parties: tuple[Party, ...]
    deadlines: tuple[Due, ...]
    references: tuple[Cited, ...]


@dataclass(slots=True)
class Tally:
    """What was found of what should be, and what should not have been found."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    hit: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return precision, recall and F1 on a line."""
        precision = self.right / self.found if self.found else 1.0
        recall = self.hit / self.wanted if self.wanted else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{name:24}{self.wanted:7}{self.found:7}{precision:9.3f}{recall:9.3f}{f1:9.3f}"


def read_gold(path: Path, part: str) -> list[Stretch]:
    """Read the stretches of one part."""
    entries = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [_stretch(entry) for entry in entries if entry["split"] == part]


def _stretch(raw: dict[str, Any]) -> Stretch:
    return Stretch(
        source=raw["source"],
        document=raw["document"],
        within=Span(raw["start"], raw["end"]),
        assignments_judged="assignments" in raw["judged"],
        parties=tuple(
            Party(
                Span(one["start"], one["end"]),
                one["at"],
                Role(one["role"]),
                one.get("optional", False),
                Span(*one["also"]) if "also" in one else None,
            )
            for one in raw["parties"]
        ),
        deadlines=tuple(
            Due(Span(one["start"], one["end"]), one.get("optional", False)) for one in raw["deadlines"]
        ),
        references=tuple(
            Cited(
                Span(one["start"], one["end"]),
                one.get("number"),
                one.get("issued_on"),
                frozenset(one.get("relation", ())),
                one.get("optional", False),
            )
            for one in raw["references"]
        ),
    )


def judge(gold: Sequence[Stretch], records: Callable[[str], Record]) -> dict[str, Tally]:
    """Compare what the records hold with the annotations."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for stretch in gold:
        record = records(stretch.source)
        if record.document.id != stretch.document:
            raise SystemExit(f"{stretch.source}: the reader yields another text than was annotated")
        if stretch.assignments_judged:
            _judge_parties(tallies, stretch, record)
            _judge_deadlines(tallies["deadline"], stretch, record)
        _judge_references(tallies, stretch, record)
    return tallies


def _judge_parties(tallies: dict[str, Tally], stretch: Stretch, record: Record) -> None:
    read = list(_parties(stretch, record))
    text = record.document.text
    for name, roles in (
        ("lead or implement", TOLD),
        ("lead, named as such", frozenset({Role.LEAD})),
        ("coordinate", frozenset({Role.COORDINATE})),
    ):
        tally = tallies[name]
        wanted = [one for one in stretch.parties if one.role in roles and not one.optional]
        aside = [one for one in stretch.parties if one.optional]
        found = [one for one in read if one.role in roles and not _is_spare(one, wanted, aside)]
        tally.wanted += len(wanted)
        tally.found += len(found)
        for one in wanted:
            hit = any(_same_party(one, other) for other in found)
            tally.hit += hit
            if not hit:
                tally.wrong.append(_shown("missed", stretch, text, one.span, one.at))
        for one in found:
            right = any(_same_party(other, one) for other in wanted)
            tally.right += right
            if not right:
                tally.wrong.append(_shown("false", stretch, text, one.span, one.at))


def _is_spare(one: Party, wanted: list[Party], spare: list[Party]) -> bool:
    """Tell a reading that counts neither way."""
    if any(_same_party(other, one) for other in wanted):
        return False
    return any(_same_party(other, one) for other in spare)


def _parties(stretch: Stretch, record: Record) -> Iterator[Party]:
    """Yield each party once per paragraph that tells it something."""
    text = record.document.text
    seen = set()
    for assignment in record.assignments:
        for party in assignment.parties:
            span = party.mention.span
            at = text.rfind("\n", 0, assignment.clause.start) + 1
            # Whoever stands in the clause itself counts where he stands: rows and labels run over lines.
            at = text.rfind("\n", 0, span.start) + 1 if assignment.clause.contains(span) else at
            if not assignment.clause.contains(span) and assignment.clause.end > stretch.within.start:
                at = max(at, stretch.within.start)
            key = (span.start, at, party.role)
            if _begins_in(stretch.within, at) and span.start < stretch.within.end and key not in seen:
                seen.add(key)
                yield Party(span, at, party.role)


def _begins_in(span: Span, at: int) -> bool:
    return span.start <= at < span.end


def _same_party(wanted: Party, read: Party) -> bool:
    places = (wanted.span,) if wanted.also is None else (wanted.span, wanted.also)
    return wanted.at == read.at and any(_overlap(place, read.span) for place in places)


def _overlap(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


def _judge_deadlines(tally: Tally, stretch: Stretch, record: Record) -> None:
    text = record.document.text
    read = {
        one.deadline.span
        for one in record.assignments
        if one.deadline is not None and _begins_in(stretch.within, one.deadline.span.start)
    }
    wanted = [one.span for one in stretch.deadlines if not one.optional]
    spare = [one.span for one in stretch.deadlines if one.optional]
    counted = [
        one
        for one in read
        if any(_overlap(one, w) for w in wanted) or not any(_overlap(one, s) for s in spare)
    ]
    tally.wanted += len(wanted)
    tally.found += len(counted)
    for one in wanted:
        hit = any(_overlap(one, other) for other in counted)
        tally.hit += hit
        if not hit:
            tally.wrong.append(_shown("missed", stretch, text, one, one.start))
    for one in counted:
        right = any(_overlap(one, other) for other in wanted)
        tally.right += right
        if not right:
            tally.wrong.append(_shown("false", stretch, text, one, one.start))


def _judge_references(tallies: dict[str, Tally], stretch: Stretch, record: Record) -> None:
    read = [one for one in record.references if _begins_in(stretch.within, one.span.start)]
    pairs: list[tuple[Cited | None, Reference | None]] = []
    left = list(read)
    for wanted in stretch.references:
        nearest = next((one for one in left if _overlap(wanted.span, one.span)), None)
        if nearest is not None:
            left.remove(nearest)
        if not wanted.optional:
            pairs.append((wanted, nearest))
    pairs += [(None, one) for one in left]
    for cited, match in pairs:
        span = cited.span if cited else match.span if match else stretch.within
        elsewhere = match is not None and _date_of_another(match, record)
        for name, right, found in _facets(cited, match, elsewhere):
            _count(tallies[name], right, found, stretch, record.document.text, span)


def _facets(
    cited: Cited | None, match: Reference | None, elsewhere: bool
) -> Iterator[tuple[str, frozenset[str], str | None]]:
    """Yield name, right values and the value read of the facets that count for a pair."""
    if cited is None or cited.number != "?":
        number = frozenset({cited.number}) if cited and cited.number else frozenset[str]()
        yield "reference: number", number, match.number if match else None
    if cited is None or cited.issued_on != "?":
        day = frozenset({cited.issued_on}) if cited and cited.issued_on else frozenset[str]()
        stated = match.issued_on.isoformat() if match and match.issued_on else None
        yield "reference: date", day, None if elsewhere and not day else stated
    yield (
        "reference: relation",
        cited.relations if cited else frozenset(),
        match.relation.value if match else None,
    )


def _date_of_another(one: Reference, record: Record) -> bool:
    """Tell whether the date may come from a fuller citation of the same number in the document."""
    return any(
        other.number == one.number and other.issued_on == one.issued_on and other.id != one.id
        for other in record.references
    )


def _count(
    tally: Tally, wanted: frozenset[str], found: str | None, stretch: Stretch, text: str, span: Span
) -> None:
    right = found is not None and found in wanted
    tally.wanted += bool(wanted)
    tally.found += found is not None
    tally.right += right
    tally.hit += right
    if not right and (wanted or found):
        note = f"wanted {'/'.join(sorted(wanted)) or '-'}, read {found or '-'}"
        tally.wrong.append(_shown(note, stretch, text, span, span.start))


def _shown(note: str, stretch: Stretch, text: str, span: Span, at: int) -> str:
    return f"{note}: {stretch.source} {span.start} {span.of(text)[:80]!r} in {text[at : at + 60]!r}"


def main() -> None:
    """Print the table, and with --wrong what went wrong on dev."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--data", type=Path, action="append", help="folder of documents; may be repeated")
    parser.add_argument("--wrong", action="store_true", help="also list the errors (dev only)")
    given = parser.parse_args()
    if given.wrong and given.part == "test":
        parser.error("the test part is read in totals only")
    folders = given.data or FOLDERS
    records: dict[str, Record] = {}

    def record(source: str) -> Record:
        if source not in records:
            path = next((f / source for f in folders if (f / source).is_file()), None)
            if path is None:
                raise SystemExit(f"{source} stands in none of the folders")
            records[source] = record_of(path.read_bytes(), source, str(path)).record
        return records[source]

    tallies = judge(read_gold(GOLD, given.part), record)
    print(f"{'':24}{'wanted':>7}{'found':>7}{'precision':>9}{'recall':>9}{'F1':>9}")
    for name, tally in tallies.items():
        print(tally.line(name))
        if given.wrong:
            print("".join(f"    {line}\n" for line in tally.wrong), end="")


if __name__ == "__main__":
    main()
