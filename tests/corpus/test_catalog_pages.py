"""Lists across all documents are paged in the order in which all of them, sorted, would come."""

import random
from datetime import date, timedelta

import pytest

import corpus.catalog.chronology as chronology
from corpus.catalog import Catalog
from corpus.catalog.assignmentreader import PartyFilter, PartyScope
from corpus.labels import Label
from corpus.types import (
    AgencyMention,
    Assignment,
    Deadline,
    Document,
    Fact,
    Figure,
    Header,
    Party,
    Passage,
    Record,
    Role,
    Span,
)

DAYS = [None, *(date(2023, 12, 28) + timedelta(days=n) for n in range(6))]
AGENCIES = ["so-y-te", "so-tai-chinh", None]
ISSUERS = ["Chính phủ", "Tỉnh ủy", None]
ROLES = [Role.LEAD, Role.COORDINATE, Role.SUPERVISE, Role.IMPLEMENT]
ALL = Span(0, 4)
LABELS = [Label.PUBLIC, Label.PUBLIC, Label.SECRET]


def made(chance: random.Random, key: int) -> Record:
    """Make a document with tasks and figures whose days are drawn out of few, so that many are equal."""
    owner, day, issuer = f"{key:016x}", chance.choice(DAYS), chance.choice(ISSUERS)
    header = Header(
        number=Fact(f"{key % 3}-CV/TU", ALL),
        issuer=Fact(issuer, ALL) if issuer else None,
        issued_on=Fact(day, ALL) if day else None,
    )
    document = Document(owner, f"{key:064x}", "a.txt", f"/in/{key}", "text", "Tên", header)
    passage = Passage(f"{owner}-0000", owner, 0, "1", (), ALL, "text")

    def task(at: int) -> Assignment:
        due = chance.choice([None, None, *DAYS])
        deadline = chance.choice([None, Deadline("hằng tháng", ALL, recurrence="R/P1M")])
        named = [AgencyMention("tên", ALL, chance.choice(AGENCIES)) for _ in range(chance.randrange(1, 4))]
        return Assignment(
            f"{owner}-a{at:04}", owner, passage.id, "1", ALL, ALL,
            tuple(Party(chance.choice(ROLES), one) for one in named),
            Deadline("trước ngày", ALL, due=due) if due else deadline,
        )  # fmt: skip

    def figure(at: int) -> Figure:
        start = chance.randrange(3)
        return Figure(
            f"{owner}-f{at:04}", owner, passage.id, ALL, chance.choice(["dự án", "hồ sơ"]), 1.0,
            Span(start, 4), "cái", None, chance.choice([None, *DAYS]),
        )  # fmt: skip

    tasks = tuple(task(at) for at in range(chance.randrange(5)))
    return Record(document, (passage,), tasks, (), tuple(figure(at) for at in range(chance.randrange(5))))


@pytest.fixture(params=[1, 2])
def world(place, request, monkeypatch):
    """Return a catalog, and a view of its public documents with the records that each of them shows."""
    monkeypatch.setattr(chronology, "_FEWEST", 1)
    monkeypatch.setattr(chronology, "_MOST", 3)
    chance = random.Random(request.param)
    records = [(made(chance, key), chance.choice(LABELS)) for key in chance.sample(range(1, 500), 14)]
    with Catalog.open(place) as catalog:
        for record, label in records:
            catalog.put(record, label=label)
        view = catalog.seen_with(frozenset({Label.PUBLIC}))
        yield (
            (catalog, [record for record, _ in records]),
            (view, [record for record, label in records if label is Label.PUBLIC]),
        )
        view.close()


def issued(record):
    return record.document.header.issued_on.value if record.document.header.issued_on else None


def sorted_parties(records, wanted):
    """Return (task, number of its party) of all that fits, sorted: the oracle."""
    found = []
    for record in records:
        header, day = record.document.header, issued(record)
        for at, task in enumerate(record.assignments):
            due = task.deadline.due if task.deadline else None
            for number, party in enumerate(task.parties):
                in_scope = wanted.scopes is None or any(
                    party.mention.agency_id in scope.agency_ids
                    and (scope.issuers is None or (header.issuer and header.issuer.value in scope.issuers))
                    for scope in wanted.scopes
                )
                fits = (
                    in_scope
                    and (wanted.roles is None or party.role in wanted.roles)
                    and (wanted.due_from is None or (due and due >= wanted.due_from))
                    and (wanted.due_to is None or (due and due <= wanted.due_to))
                    and (wanted.issued_from is None or (day and day >= wanted.issued_from))
                    and (wanted.issued_to is None or (day and day <= wanted.issued_to))
                    and (wanted.number is None or header.number.value == wanted.number)
                    and (wanted.document_ids is None or task.document_id in wanted.document_ids)
                    and (wanted.led is None or task.led == wanted.led)
                )
                latest = -day.toordinal() if day else 0
                place = (due is None, due or date.max, day is None, latest, task.document_id, at, number)
                if fits:
                    found.append((place, (task.id, number)))
    return [one for _, one in sorted(found)]


FILTERS = [
    PartyFilter(),
    PartyFilter(roles=(Role.SUPERVISE, Role.LEAD)),
    PartyFilter(led=True),
    PartyFilter(led=False, roles=(Role.COORDINATE,)),
    PartyFilter(due_from=date(2023, 12, 30)),
    PartyFilter(due_to=date(2023, 12, 30), led=True),
    PartyFilter(issued_from=date(2024, 1, 1), issued_to=date(2024, 12, 31)),
    PartyFilter(issued_to=date(2023, 12, 31), due_from=date(2023, 12, 29), due_to=date(2024, 1, 1)),
    PartyFilter(number="1-CV/TU"),
    PartyFilter(scopes=(PartyScope(("so-y-te",)), PartyScope(("so-tai-chinh",), ("Tỉnh ủy",)))),
    PartyFilter(scopes=(PartyScope(("so-y-te",)),), led=False, issued_from=date(2024, 1, 1)),
    PartyFilter(scopes=()),
    PartyFilter(document_ids=()),
]


def told(found):
    """Return (task, number of its party): the very one, not one like it."""
    return [
        (one.assignment.id, next(n for n, party in enumerate(one.assignment.parties) if party is one.party))
        for one in found
    ]


def test_assignments_come_page_by_page_as_they_would_all_at_once(world):
    for reader, records in world:
        for wanted in FILTERS:
            expected = sorted_parties(records, wanted)
            everything, total = reader.assigned_parties(wanted)
            assert (told(everything), total) == (expected, len(expected))
            for limit, offset in ((1, 0), (3, 2), (7, 7), (500, 0), (500, 5), (2, total), (2, total + 9)):
                page, total = reader.assigned_parties(wanted, limit, offset)
                assert told(page) == expected[offset : offset + limit]
                assert total == len(expected)


def sorted_figures(records):
    def place(pair):
        record, at = pair
        figure = record.figures[at]
        day = figure.as_of or issued(record)
        return day is None, day or date.max, figure.document_id, figure.value_span.start, at

    pairs = [(record, at) for record in records for at in range(len(record.figures))]
    return [record.figures[at] for record, at in sorted(pairs, key=place)]


def test_figures_come_page_by_page_as_they_would_all_at_once(world):
    for reader, records in world:
        expected = sorted_figures(records)
        assert len(expected) > 9
        for limit, offset in ((1, 0), (4, 3), (9, 9), (500, 0), (2, len(expected)), (2, len(expected) + 5)):
            page, total = reader.figures_in_time(limit, offset)
            assert list(page) == expected[offset : offset + limit]
            assert total == len(expected)


def test_figures_that_fit_come_in_the_same_order(world):
    for reader, records in world:
        expected = [one for one in sorted_figures(records) if one.indicator == "hồ sơ"]
        assert list(reader.figures_that(lambda one: one.indicator == "hồ sơ")) == expected
        some = sorted(record.document.id for record in records)[::2]
        assert list(reader.figures_that(lambda one: one.indicator == "hồ sơ", some)) == [
            one for one in expected if one.document_id in some
        ]
        assert reader.figures_that(lambda one: True, ()) == ()


def test_nothing_hidden_is_counted_or_listed(world):
    (_, every), (view, seen) = world
    hidden = {one.document.id for one in every} - {one.document.id for one in seen}
    assert hidden
    parties, _ = view.assigned_parties(PartyFilter(), 500)
    counted, _ = view.figures_in_time(500)
    listed = {one.assignment.document_id for one in parties} | {one.document_id for one in counted}
    assert listed
    assert not listed & hidden
    assert view.figures_that(lambda one: True, sorted(hidden)) == ()


def test_a_page_of_figures_ends_its_reading_before_its_connection_is_given_back(world, monkeypatch):
    """A server's cursor that is closed later would be closed in somebody else's transaction."""
    ended = []

    def watched(connection, latest_first):
        try:
            yield from chronology.in_time(connection, latest_first)
        finally:
            ended.append(connection.closed)

    monkeypatch.setattr("corpus.catalog.figurereader.in_time", watched)
    reader, _ = world[0]
    assert len(reader.figures_in_time(1)[0]) == 1
    reader.figures_in_time(500)
    assert ended == [False, False]
