from datetime import date

from benchmarks.quality.extraction import Cited, Due, Party, Stretch, judge
from corpus.record import record_of
from corpus.types import Relation, Role, Span

TEXT = (
    "Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra nguồn nước trước ngày 20/3/2027.\n"
    "Thực hiện Nghị quyết số 31/NQ-CP ngày 02/9/2026 của Chính phủ."
)
RECORD = record_of(TEXT.encode(), "a.txt", "/a.txt").record


def at(words):
    start = RECORD.document.text.index(words)
    return Span(start, start + len(words))


def stretch(parties=(), deadlines=(), references=()):
    whole = Span(0, len(RECORD.document.text))
    return Stretch(
        "a.txt", RECORD.document.id, whole, True, tuple(parties), tuple(deadlines), tuple(references)
    )


def counts(gold):
    tallies = judge([gold], lambda source: RECORD)
    return {name: (one.hit, one.wanted, one.right, one.found) for name, one in tallies.items()}


LEAD = Party(at("Sở Y tế"), 0, Role.LEAD)
PARTNER = Party(at("Công an tỉnh"), 0, Role.COORDINATE)
DUE = Due(at("20/3/2027"), optional=False)
CITED = Cited(
    at("Nghị quyết số 31/NQ-CP"),
    "31/NQ-CP",
    date(2026, 9, 2).isoformat(),
    frozenset({Relation.IMPLEMENTS.value}),
    optional=False,
)


def test_all_that_is_right_counts_once_on_either_side():
    found = counts(stretch([LEAD, PARTNER], [DUE], [CITED]))
    assert set(found.values()) == {(1, 1, 1, 1)}


def test_what_is_read_and_not_wanted_costs_precision():
    found = counts(stretch([PARTNER], [], []))
    assert found["lead or implement"] == (0, 0, 0, 1)
    assert found["deadline"] == (0, 0, 0, 1)
    assert found["reference: number"] == (0, 0, 0, 1)


def test_what_is_wanted_and_not_read_costs_recall():
    missing = Party(at("nguồn nước"), 0, Role.IMPLEMENT)
    assert counts(stretch([LEAD, missing], [DUE], [CITED]))["lead or implement"] == (1, 2, 1, 1)


def test_a_party_of_another_paragraph_is_another_party():
    elsewhere = Party(LEAD.span, at("Thực hiện").start, Role.LEAD)
    assert counts(stretch([elsewhere], [], []))["lead or implement"] == (0, 1, 0, 1)


def test_the_optional_counts_neither_way():
    spare = Party(LEAD.span, 0, Role.LEAD, optional=True)
    cited = Cited(CITED.span, None, None, frozenset(), optional=True)
    found = counts(stretch([spare, PARTNER], [Due(DUE.span, optional=True)], [cited]))
    assert found["lead or implement"] == (0, 0, 0, 0)
    assert found["deadline"] == (0, 0, 0, 0)
    assert "reference: number" not in found


def test_a_wrong_relation_is_wrong_on_both_sides():
    other = Cited(CITED.span, CITED.number, CITED.issued_on, frozenset({"repeals"}), optional=False)
    found = counts(stretch([LEAD, PARTNER], [DUE], [other]))
    assert found["reference: relation"] == (0, 1, 0, 1)
    assert found["reference: number"] == (1, 1, 1, 1)
