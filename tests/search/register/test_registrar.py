from datetime import date
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.record import build_record
from corpus.types import Role
from search.register import RegisterFilter, Registrar, Via


@pytest.fixture(scope="module")
def registrar(plans):
    return Registrar(plans)


def told(registrar, **wanted):
    return {(row.agency, row.via, row.role) for row in registrar.page(RegisterFilter(**wanted)).rows}


def test_an_agency_by_its_abbreviation_with_its_head_and_its_groups(registrar):
    assert told(registrar, agency="SYT", document_ids=(document_of(registrar, "41/KH-UBND"),)) >= {
        ("Sở Y tế", Via.NAME, Role.LEAD),
        ("Giám đốc Sở Y tế", Via.POST, Role.SUPERVISE),
        ("Các sở, ban, ngành", Via.GROUP, Role.IMPLEMENT),
        ("Các sở, ngành liên quan", Via.CONCERNED, Role.IMPLEMENT),
    }
    without = {via for _, via, _ in told(registrar, agency="SYT", groups=False)}
    assert without == {Via.NAME, Via.POST}


def document_of(registrar, number):
    return registrar.page(RegisterFilter(number=number)).rows[0].citation.document.id


def test_a_province_leaves_the_others_out(registrar):
    rows = registrar.page(RegisterFilter(agency="Sở Y tế Lào Cai")).rows
    assert {row.citation.document.number for row in rows} == {"52/KH-UBND"}
    rows = registrar.page(RegisterFilter(agency="Sở Y tế Cần Thơ")).rows
    assert {row.citation.document.number for row in rows} == {"41/KH-UBND"}
    assert not registrar.page(RegisterFilter(agency="Sở Y tế Hà Nội")).rows


@pytest.mark.parametrize(
    ("wanted", "dues"),
    [
        ({"due_to": date(2024, 12, 31)}, {date(2024, 6, 30)}),
        ({"due_from": date(2025, 7, 20), "due_to": date(2025, 7, 21)}, {date(2025, 7, 20)}),
        ({"due_from": date(2025, 8, 16)}, set()),
    ],
)
def test_days_that_tasks_are_due(registrar, wanted, dues):
    rows = registrar.page(RegisterFilter(**wanted)).rows
    assert {row.due for row in rows} == dues


def test_roles_years_numbers_and_words(registrar):
    assert told(registrar, roles=(Role.COORDINATE,)) == {("Sở Tài chính", None, Role.COORDINATE)}
    issued = {"issued_from": date(2025, 1, 1), "issued_to": date(2025, 12, 31)}
    rows = registrar.page(RegisterFilter(agency="Sở Y tế", **issued)).rows
    assert {row.citation.document.number for row in rows} == {"52/KH-UBND"}
    assert {agency for agency, _, _ in told(registrar, number="52 / KH-UBND")} == {
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Ủy ban nhân dân tỉnh",
    }
    assert told(registrar, words="mai nha") == {("Sở Giáo dục và Đào tạo", None, Role.LEAD)}
    assert told(registrar, words="mái ngói") == set()
    assert told(registrar, agency="không ai cả") == set()


def test_what_is_due_comes_first_and_pages_join(registrar):
    whole = registrar.page(RegisterFilter())
    dues = [row.due for row in whole.rows]
    known = [day for day in dues if day]
    assert dues[: len(known)] == sorted(known)
    assert len(known) >= 3
    parts = [registrar.page(RegisterFilter(), 2, at) for at in range(0, whole.total, 2)]
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert {part.total for part in parts} == {whole.total} == {len(whole.rows)}
    worded = registrar.page(RegisterFilter(words="kiểm tra"), 1, 1)
    assert (len(worded.rows), worded.total > 1) == (1, True)


def test_every_row_is_proved_by_its_text(registrar, plans):
    for row in registrar.page(RegisterFilter()).rows:
        text, citation = plans.text(row.citation.document.id), row.citation
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.value_start < citation.value_end <= citation.end
        assert row.task_span.of(text) == row.task
        assert row.agency_span.of(text) == row.agency
        assert row.deadline_span is None or row.deadline_span.of(text) == row.deadline


def test_a_recurrence_is_told(registrar):
    rows = registrar.page(RegisterFilter(agency="Giám đốc Sở Y tế", groups=False)).rows
    assert "R/P1M" in {row.recurrence for row in rows}


def test_a_task_that_nobody_leads_says_so(registrar):
    led, unled = (registrar.page(RegisterFilter(led=value)) for value in (True, False))
    assert all(row.led for row in led.rows)
    assert led.total + unled.total == registrar.page(RegisterFilter()).total
    assert {(row.agency, row.role, row.led) for row in unled.rows} == {
        ("Ủy ban nhân dân tỉnh", Role.REPORT_TO, False)
    }


def test_departments_that_issue_jointly_are_of_no_province_until_they_say_so(plan_texts, tmp_path):
    """A bare "Sở Y tế" in their letter is nobody's of a certain province, as in the letter of one of them."""
    text = plan_texts["health.txt"].replace("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ", "SỞ TÀI CHÍNH - SỞ Y TẾ")
    built = build_record(Path("joint.txt"), text.replace("Cần Thơ, ngày", "ngày").encode())
    assert built.record.document.header.issuer.value == "Sở Tài chính - Sở Y tế"
    with Catalog.open(tmp_path) as catalog:
        catalog.put(built.record, built.offsets.pack())
        registrar = Registrar(catalog)
        assert registrar.page(RegisterFilter(agency="Sở Y tế")).rows
        assert not registrar.page(RegisterFilter(agency="Sở Y tế Hà Nội")).rows
