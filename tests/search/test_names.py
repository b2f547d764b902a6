"""Columns of names against plain loops over documents."""

import random
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from corpus.catalog import Name
from corpus.errors import DocumentNotFound
from corpus.letters import fold_letters
from corpus.numbers import number_key
from search.directory import Directory
from search.names import CitedKeys, Names, parts_of
from search.query import NumberMention, analyze
from search.scope import keys_of
from search.terms import TermSet
from search.types import Filters

KINDS = ["Công văn", "Quyết định", "Kế hoạch", None]
ISSUERS = ["Ủy ban nhân dân tỉnh Cà Mau", "Sở Tài chính", "Tỉnh ủy Bạc Liêu", None]
SAID = [
    "rà soát đầu tư công",
    "chuyển đổi số",
    "phòng cháy chữa cháy rừng",
    "về việc rà soát số liệu số liệu",
    "",
]


def made_names(count: int) -> list[Name]:
    chance = random.Random(17)
    names = []
    for i in range(count):
        number = None if i % 7 == 0 else f"{chance.randrange(1, 20)}/{chance.choice(['CV-UBND', 'QĐ-STC'])}"
        names.append(
            Name(
                id=f"{i:016x}",
                number=number,
                number_key=number_key(number) if number else None,
                kind=chance.choice(KINDS),
                issuer=chance.choice(ISSUERS),
                issued_on=None if i % 5 == 0 else date(2020, 1, 1) + timedelta(days=chance.randrange(900)),
                title=chance.choice(SAID),
                subject=chance.choice(SAID),
                place=chance.choice(["Cà Mau", ""]),
            )
        )
    return names


NAMES = made_names(60)


def passes(name: Name, filters: Filters) -> bool:
    if (filters.document_ids and name.id not in filters.document_ids) or name.id in filters.without:
        return False
    if filters.numbers and name.number_key not in {number_key(number) for number in filters.numbers}:
        return False
    if filters.kinds and fold_letters(name.kind or "-") not in {fold_letters(kind) for kind in filters.kinds}:
        return False
    if filters.issuers and not any(
        fold_letters(part) in fold_letters(name.issuer or "") for part in filters.issuers
    ):
        return False
    issued = name.issued_on
    if filters.issued_from and (issued is None or issued < filters.issued_from):
        return False
    return not (filters.issued_to and (issued is None or issued > filters.issued_to))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(document_ids=(NAMES[3].id, NAMES[9].id, "unknown")),
        Filters(numbers=("7/CV-UBND", "07/cv-ubnd", "12/QĐ-STC")),
        Filters(kinds=("công văn", "ke hoach")),
        Filters(kinds=("thông tư",)),
        Filters(issuers=("tài chính", "BAC LIEU")),
        Filters(issued_from=date(2021, 1, 1)),
        Filters(issued_to=date(2020, 12, 31)),
        Filters(issued_from=date(2020, 6, 1), issued_to=date(2021, 6, 1), kinds=("Quyết định",)),
        Filters(without=frozenset((NAMES[0].id, NAMES[1].id))),
    ],
)
def test_filters_leave_what_a_loop_over_all_documents_leaves(filters):
    directory = Directory(Names.of(NAMES), lambda ids: {})
    wanted = {name.id for name in NAMES if passes(name, filters)}
    assert directory.allowed(filters) == wanted
    assert directory.allowed(filters) == wanted  # as it is kept
    some = frozenset(name.id for name in NAMES[::3])
    part = directory.within(some, ())
    assert part.allowed(filters) == wanted & some
    assert directory.allowed(filters) == wanted
    assert part.ids == some
    assert len(part) == len(some)
    assert directory.ids == {name.id for name in NAMES}


def test_nothing_filtered_is_none():
    assert Directory(Names.of(NAMES), lambda ids: {}).allowed(Filters()) is None
    assert Directory(Names.of(()), lambda ids: {}).allowed(Filters(kinds=("luật",))) == frozenset()


def test_terms_are_counted_as_sets_of_terms_count_them():
    names = Names.of(NAMES)
    sets = [
        TermSet.of(
            " . ".join(parts_of(n.title, n.subject, n.kind or "", n.issuer or "", n.place, n.issued_on))
        )
        for n in NAMES
    ]
    counts = Counter(term for one in sets for term in one.terms)
    asked = [*counts, "khong co", "ra", "ra ra soat", "lieu lieu", "zz"]
    assert names.counts(asked, None) == {term: counts[term] for term in asked}
    mask = names.mask_of(np.array([1, 5, 9, 33]))
    among = Counter(term for row in (1, 5, 9, 33) for term in sets[row].terms)
    assert names.counts(asked, mask) == {term: among[term] for term in asked}
    assert Names.of(()).counts(["ra soat"], None) == {"ra soat": 0}


def test_documents_out_of_sight_or_gone_have_no_entry():
    asked = []

    def cards(ids):
        asked.extend(ids)
        return {}

    part = Directory(Names.of(NAMES), cards).within([NAMES[4].id], ())
    with pytest.raises(DocumentNotFound):
        part.entry(NAMES[5].id)
    assert asked == []
    with pytest.raises(DocumentNotFound):
        part.entry(NAMES[4].id)
    assert asked == [NAMES[4].id]


def test_cited_numbers_are_found_by_their_serial():
    keys = ["59-NQ/TW", "059-NQ/CP", "159-NQ/TW", "59/2020/QH14", "5-NQ/TW", "x-1"]
    loose = NumberMention.__new__(NumberMention)
    for name, value in {"key": None, "serial": 59, "kind": "nghị quyết"}.items():
        object.__setattr__(loose, name, value)
    plain, grouped = keys_of(loose, frozenset(keys)), keys_of(loose, CitedKeys(keys))
    assert grouped == plain
    assert len(plain) == 2


def test_of_too_many_documents_those_nearest_to_the_question_are_taken():
    directory = Directory(Names.of(NAMES), lambda ids: {})
    query = analyze("phòng cháy chữa cháy rừng năm 2021")
    ids = [name.id for name in NAMES]
    fits = {name.id: "chữa cháy" in f"{name.title} {name.subject}" for name in NAMES}
    assert directory.nearest(query, ids, len(ids)) == ids
    found = directory.nearest(query, ids, 12)
    assert len(found) == 12
    assert all(fits[one] for one in found)
    assert set(directory.nearest(query, [one for one in ids if not fits[one]], 5)).isdisjoint(found)
