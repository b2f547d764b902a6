from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from corpus.types import Relation
from search.genealogy import ValidityStatus, build_genealogy, validity_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with Catalog.open(tmp_path_factory.mktemp("data")) as opened:
        for path in sorted(SAMPLES.glob("[0-9]*")):
            built = build_record(path, path.read_bytes())
            opened.put(built.record, built.offsets.pack())
        yield opened


@pytest.fixture(scope="module")
def genealogy(catalog):
    return build_genealogy(catalog)


def id_of(genealogy, told):
    number, _, day = told.partition("@")
    (found,) = (work.id for work in genealogy.numbered(number) if str(work.issued_on) == day)
    return found


def link(genealogy, citing, cited):
    wanted = id_of(genealogy, citing), id_of(genealogy, cited)
    (found,) = [one for one in genealogy.links if (one.citing, one.cited) == wanted]
    return found


OLD, NEW = "59-NQ/TW@2020-08-05", "59-NQ/TW@2025-01-24"


def test_one_number_is_two_works(genealogy):
    works = genealogy.numbered("59-NQ/TW")
    assert [work.issued_on for work in works] == [date(2020, 8, 5), date(2025, 1, 24)]
    assert all(work.homonyms and not work.is_absent for work in works)


@pytest.mark.parametrize(
    ("citing", "relation"),
    [
        ("03-CTr/TU@2020-11-04", Relation.IMPLEMENTS),
        ("98/NQ-CP@2021-08-30", Relation.IMPLEMENTS),
        ("15-CT/TU@2022-02-22", Relation.IMPLEMENTS),
        ("552-CV/TU@2022-07-25", Relation.CONTINUES),
        ("1023-CV/TU@2024-06-18", Relation.IMPLEMENTS),
    ],
)
def test_the_cascade_of_2020(genealogy, citing, relation):
    assert link(genealogy, citing, OLD).relation is relation


def test_what_came_before_2025_rests_on_the_older_one(genealogy):
    assert not [one for one in genealogy.links if one.cited == id_of(genealogy, NEW)]
    assert len([one for one in genealogy.links if one.cited == id_of(genealogy, OLD)]) >= 6


def test_the_family_of_a_document_reaches_up_and_down(genealogy):
    family = genealogy.family(id_of(genealogy, "98/NQ-CP@2021-08-30"))
    assert {id_of(genealogy, OLD), id_of(genealogy, "15-CT/TU@2022-02-22")} <= set(family.works)
    assert id_of(genealogy, NEW) not in family.works
    rows = family.generations()
    place = {work.id: row for row, works in enumerate(rows) for work in works}
    assert all(place[one.citing] > place[one.cited] for one in family.links)


def test_a_document_that_is_only_cited_is_known_to_be_absent(genealogy):
    absent = [work for work in genealogy.works.values() if work.is_absent]
    assert absent
    assert all(work.number for work in absent)


def test_evidence_stands_in_the_text(genealogy, catalog):
    for one in genealogy.links:
        for reference in one.evidence:
            text = catalog.text(reference.document_id)
            assert reference.span.of(text) in reference.clause.of(text)


LETTER = """\
ỦY BAN NHÂN DÂN TỈNH BÌNH HẢI
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Hải, ngày {day}

QUYẾT ĐỊNH
Về việc {topic}

Điều 1. {body}
Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành.
"""


def catalog_of(tmp_path, *letters):
    catalog = Catalog.open(tmp_path)
    for number, day, body in letters:
        text = LETTER.format(number=number, day=day, topic=f"việc thứ {number}", body=body)
        built = build_record(Path(f"{number.replace('/', '-')}.txt"), text.encode())
        catalog.put(built.record)
    return catalog


OLDER = ("5/QĐ-UBND", "02 tháng 01 năm 2023", "Quyết định này có hiệu lực từ ngày 10 tháng 01 năm 2023.")
CITATION = "Quyết định số 5/QĐ-UBND ngày 02 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh Bình Hải"


@pytest.mark.parametrize(
    ("body", "as_of", "status"),
    [
        (f"Thay thế {CITATION}.", date(2024, 6, 1), ValidityStatus.REPLACED),
        (f"Thay thế {CITATION}.", date(2023, 6, 1), ValidityStatus.IN_FORCE),
        (f"Bãi bỏ {CITATION}.", date(2024, 6, 1), ValidityStatus.REPEALED),
        (f"Bãi bỏ Điều 3 {CITATION}.", date(2024, 6, 1), ValidityStatus.IN_FORCE),
        ("Giao các sở thực hiện.", date(2024, 6, 1), ValidityStatus.IN_FORCE),
        ("Giao các sở thực hiện.", date(2023, 1, 5), ValidityStatus.NOT_YET),
    ],
)
def test_force_on_a_day(tmp_path, body, as_of, status):
    with catalog_of(tmp_path, OLDER, ("6/QĐ-UBND", "05 tháng 02 năm 2024", body)) as catalog:
        genealogy = build_genealogy(catalog)
        (work,) = genealogy.numbered("5/QĐ-UBND")
        found = validity_of(work, genealogy, catalog, as_of)
    assert found.status is status
    assert (found.ended_by is not None) == (status in (ValidityStatus.REPLACED, ValidityStatus.REPEALED))


def test_nothing_said_is_nothing_known(tmp_path):
    with catalog_of(tmp_path, ("7/QĐ-UBND", "02 tháng 01 năm 2023", "Giao các sở thực hiện.")) as catalog:
        genealogy = build_genealogy(catalog)
        (work,) = genealogy.numbered("7/QĐ-UBND")
        found = validity_of(work, genealogy, catalog, date(2024, 1, 1))
    assert found.status is ValidityStatus.UNKNOWN


def test_documents_that_cite_each_other_make_no_circle(tmp_path):
    first = (
        "8/QĐ-UBND",
        "02 tháng 01 năm 2023",
        "Thực hiện Quyết định số 9/QĐ-UBND ngày 02 tháng 01 năm 2023.",
    )
    second = (
        "9/QĐ-UBND",
        "02 tháng 01 năm 2023",
        "Thực hiện Quyết định số 8/QĐ-UBND ngày 02 tháng 01 năm 2023.",
    )
    with catalog_of(tmp_path, first, second) as catalog:
        genealogy = build_genealogy(catalog)
    assert len(genealogy.links) == 1
    assert [len(row) for row in genealogy.generations()] == [1, 1]


def test_a_citation_with_another_date_means_another_work(tmp_path):
    citing = (
        "6/QĐ-UBND",
        "05 tháng 02 năm 2024",
        "Thực hiện Quyết định số 5/QĐ-UBND ngày 09 tháng 9 năm 2021.",
    )
    with catalog_of(tmp_path, OLDER, citing) as catalog:
        works = build_genealogy(catalog).numbered("5/QĐ-UBND")
    assert [(work.issued_on, work.is_absent) for work in works] == [
        (date(2021, 9, 9), True),
        (date(2023, 1, 2), False),
    ]
    assert replace(works[0], homonyms=False).documents == ()


HOME = "TỈNH BÌNH HẢI"


def decision(tmp_path, province, day, body):
    text = LETTER.format(number="5/QĐ-UBND", day=day, topic="một việc", body=body)
    text = text.replace(HOME, f"TỈNH {province.upper()}").replace("Bình Hải, ngày", f"{province}, ngày")
    return build_record(Path(f"{province}-{day}.txt"), text.encode()).record


@pytest.mark.parametrize("day", ["02 tháng 01 năm 2023", "03 tháng 01 năm 2023"])
def test_one_number_of_two_provinces_is_two_works(tmp_path, day):
    with Catalog.open(tmp_path) as catalog:
        catalog.put(decision(tmp_path, "Cà Mau", "02 tháng 01 năm 2023", "Giao các sở thực hiện."))
        catalog.put(decision(tmp_path, "Nghệ An", day, "Giao các sở thực hiện ngay."))
        citing = LETTER.format(
            number="9/QĐ-UBND",
            day="05 tháng 5 năm 2024",
            topic="tiếp tục",
            body="Thực hiện Quyết định số 5/QĐ-UBND của Ủy ban nhân dân tỉnh.",
        ).replace(HOME, "TỈNH NGHỆ AN")
        catalog.put(build_record(Path("citing.txt"), citing.encode()).record)
        genealogy = build_genealogy(catalog)
        works = genealogy.numbered("5/QĐ-UBND")
    assert [sorted(work.homes) for work in works] == [["Cà Mau"], ["Nghệ An"]]
    assert all(work.homonyms for work in works)
    assert [link.cited for link in genealogy.links] == [works[1].id]
