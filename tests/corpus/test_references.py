import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.references import find_references
from corpus.types import Document, Fact, Header, Passage, Relation, Span

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def record(*paragraphs, number=None, kind=None, subject=None, headings=()):
    """Make a document with one passage a paragraph; the subject, if any, stands first."""
    lines = ([subject] if subject else []) + list(paragraphs)
    text = "\n".join(lines)
    passages, start = [], len(subject) + 1 if subject else 0
    for at, paragraph in enumerate(paragraphs):
        span = Span(start, start + len(paragraph))
        passages.append(Passage(f"d-{at:04d}", "d", at, "", tuple(headings), span, paragraph))
        start = span.end + 1
    header = Header(
        number=Fact(number, Span(0, 0)) if number else None,
        kind=Fact(kind, Span(0, 0)) if kind else None,
        subject=Fact(subject, Span(0, len(subject))) if subject else None,
    )
    return Document("d", "", "a.txt", "/a.txt", text, "", header), passages


def cite(*paragraphs, **header):
    document, passages = record(*paragraphs, **header)
    return document, find_references(document, passages)


def one(paragraph, **header):
    document, found = cite(paragraph, **header)
    assert len(found) == 1, [reference.span.of(document.text) for reference in found]
    return found[0], found[0].span.of(document.text)


def told(paragraph, **header):
    return [(found.number, found.relation) for found in cite(paragraph, **header)[1]]


def test_full_citation_with_date_issuer_and_term():
    found, words = one(
        "Quán triệt Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị (khóa XII) đến cơ sở."
    )
    assert words == "Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị (khóa XII)"
    assert found.number == "59-NQ/TW"
    assert found.kind == "nghị quyết"
    assert found.issuer == "Bộ Chính trị"
    assert found.issued_on == date(2020, 8, 5)
    assert found.relation is Relation.IMPLEMENTS
    assert found.id == "d-r0000"
    assert found.passage_id == "d-0000"


@pytest.mark.parametrize(
    ("text", "words", "number", "kind"),
    [
        ("Theo Nghị quyết 98/NQ-CP.", "Nghị quyết 98/NQ-CP", "98/NQ-CP", "nghị quyết"),
        (
            "Theo Luật Tổ chức chính quyền địa phương số 72/2025/QH15.",
            "Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
            "72/2025/QH15",
            "luật",
        ),
        ("Theo Luật Thủy sản năm 2017.", "Luật Thủy sản năm 2017", None, "luật"),
        ("Theo Bộ luật Dân sự thì việc này khác.", "Bộ luật Dân sự", None, "bộ luật"),
        ("Theo Luật Phòng, chống tham nhũng và quy định khác.", "Luật Phòng, chống tham nhũng", None, "luật"),
        (
            "Theo Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15.",
            "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
            "64/2025/QH15",
            "luật",
        ),
        (
            "Theo Nghị quyết số 66.2/2025/NQ-CP.",
            "Nghị quyết số 66.2/2025/NQ-CP",
            "66.2/2025/NQ-CP",
            "nghị quyết",
        ),
        (
            "Theo Chương trình hành động số 28-CTr/TU.",
            "Chương trình hành động số 28-CTr/TU",
            "28-CTr/TU",
            "chương trình",
        ),
        (
            "Theo Báo cáo tiếp thu, giải trình số 465/BC-UBND.",
            "Báo cáo tiếp thu, giải trình số 465/BC-UBND",
            "465/BC-UBND",
            "báo cáo",
        ),
        ("Theo Chỉ thị 05 của Bộ Chính trị.", "Chỉ thị 05 của Bộ Chính trị", None, "chỉ thị"),
        (
            "Theo Nghị quyết Đại hội Đảng bộ thành phố lần thứ XIV, nhiệm kỳ 2020 - 2025, các cấp báo cáo.",
            "Nghị quyết Đại hội Đảng bộ thành phố lần thứ XIV, nhiệm kỳ 2020 - 2025",
            None,
            "nghị quyết",
        ),
    ],
)
def test_forms(text, words, number, kind):
    found, quoted = one(text)
    assert quoted == words
    assert (found.number, found.kind) == (number, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện đúng pháp luật Đất đai hiện hành.",
        "Công văn này thay cho báo cáo.",
        "Trường Đại học Luật Hà Nội phối hợp.",
        "Chương trình 5 năm và kế hoạch 3 năm.",
        "Nghị quyết của Đảng được quán triệt.",
        "Điện thoại 0292.3812345, số nhà 59 đường Trần Phú.",
    ],
)
def test_not_citations(text):
    assert cite(text)[1] == ()


def test_shared_issuer_goes_to_the_whole_list():
    text = (
        "Theo Chương trình số 03-CTr/TU ngày 04/11/2020 và Chỉ thị số 15-CT/TU ngày 22/02/2022 của Thành ủy."
    )
    found = cite(text)[1]
    assert [(one.number, one.issuer) for one in found] == [
        ("03-CTr/TU", "Thành ủy"),
        ("15-CT/TU", "Thành ủy"),
    ]


def test_issuer_is_not_shared_across_symbols():
    found = cite("Theo Nghị quyết số 59-NQ/TW và Nghị quyết số 98/NQ-CP của Chính phủ.")[1]
    assert [(one.number, one.issuer) for one in found] == [("59-NQ/TW", None), ("98/NQ-CP", "Chính phủ")]


def test_list_of_numbers_under_one_kind():
    found = cite("Căn cứ các Nghị định của Chính phủ: số 78/2025/NĐ-CP ngày 01/4/2025, số 79/2025/NĐ-CP.")[1]
    assert [(one.number, one.kind, one.issuer) for one in found] == [
        ("78/2025/NĐ-CP", "nghị định", "Chính phủ"),
        ("79/2025/NĐ-CP", "nghị định", "Chính phủ"),
    ]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Căn cứ Nghị định số 63/2010/NĐ-CP;", Relation.BASED_ON),
        ("Xét Tờ trình số 426/TTr-UBND của Sở Nội vụ;", Relation.BASED_ON),
        ("Tổ chức thực hiện nghiêm túc Chỉ thị số 15-CT/TU.", Relation.IMPLEMENTS),
        ("Cụ thể hóa Nghị quyết số 59-NQ/TW.", Relation.IMPLEMENTS),
        ("Quyết định này thay thế Quyết định số 12/QĐ-UBND.", Relation.REPLACES),
        ("Sửa đổi, bổ sung một số điều của Nghị quyết số 12/2020/NQ-HĐND.", Relation.AMENDS),
        ("Bãi bỏ Quyết định số 12/QĐ-UBND.", Relation.REPEALS),
        ("Quyết định số 12/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", Relation.REPEALS),
        ("Tiếp tục thực hiện Chỉ thị số 15-CT/TU.", Relation.CONTINUES),
        ("Theo dõi, đôn đốc Chỉ thị số 15-CT/TU.", Relation.CONTINUES),
        ("Quy chế ban hành kèm theo Quyết định số 12/QĐ-UBND.", Relation.ATTACHES),
        ("Sửa đổi Quy chế ban hành kèm theo Quyết định số 12/QĐ-UBND.", Relation.AMENDS),
        ("Việc chi trả thực hiện theo quy định tại Nghị định số 63/2010/NĐ-CP.", Relation.CITES),
        ("Thực hiện ý kiến chỉ đạo tại Công văn số 1234/UBND-KT.", Relation.IMPLEMENTS),
        ("Sửa đổi các quy chế cho phù hợp với Nghị định số 63/2010/NĐ-CP.", Relation.CITES),
        ("Bãi bỏ 3 thủ tục tại Quyết định số 12/QĐ-UBND.", Relation.REPEALS),
        ("Các đơn vị, căn cứ chức năng, nhiệm vụ, nghiên cứu Chỉ thị số 15-CT/TU.", Relation.CITES),
    ],
)
def test_relations(text, relation):
    assert one(text)[0].relation is relation


def test_lists_share_the_governing_word_and_nested_titles_do_not():
    text = (
        "Căn cứ Nghị quyết số 98/NQ-CP ngày 30/8/2021 của Chính phủ về Chương trình hành động thực hiện "
        "Nghị quyết số 59-NQ/TW, Nghị quyết số 45/2022/QH15; Quyết định số 5/QĐ-TTg;"
    )
    assert told(text)[:2] == [("98/NQ-CP", Relation.BASED_ON), ("59-NQ/TW", Relation.CITES)]
    assert told(text)[3] == ("5/QĐ-TTg", Relation.BASED_ON)


def test_amended_law_stays_a_basis_together_with_the_amending_one():
    text = "Căn cứ Luật Đất đai số 31/2024/QH15 được sửa đổi, bổ sung bởi Luật số 43/2024/QH15;"
    assert told(text) == [("31/2024/QH15", Relation.BASED_ON), ("43/2024/QH15", Relation.BASED_ON)]


def test_main_clause_after_a_title_is_judged_on_its_own():
    text = (
        "Thực hiện Quyết định số 18/QĐ-TTg của Thủ tướng Chính phủ về chuyển đổi số, Ủy ban nhân dân "
        "tỉnh bãi bỏ Kế hoạch số 7/KH-UBND."
    )
    assert told(text) == [("18/QĐ-TTg", Relation.IMPLEMENTS), ("7/KH-UBND", Relation.REPEALS)]


def test_heading_of_legal_bases_governs_bare_lines():
    found = cite("- Nghị quyết số 98/NQ-CP;", headings=("Căn cứ pháp lý",))[1]
    assert [one.relation for one in found] == [Relation.BASED_ON]


def test_subject_is_read_without_a_passage_and_over_line_breaks():
    subject = "Về rà soát việc cụ thể hóa, thực hiện\nNghị quyết số 59-NQ/TW ngày 05/8/2020\ncủa Bộ Chính trị"
    document, found = cite("Các đơn vị báo cáo.", subject=subject)
    assert len(found) == 1
    assert found[0].passage_id is None
    assert found[0].relation is Relation.IMPLEMENTS
    assert found[0].issuer == "Bộ Chính trị"
    assert found[0].span.of(document.text).startswith("Nghị quyết số 59-NQ/TW")


def test_the_document_does_not_cite_itself_and_its_title_governs():
    text = "Ngày 25/7/2022, Thành ủy có Công văn số 552-CV/TU về thực hiện Nghị quyết số 59-NQ/TW."
    assert told(text, number="552-CV/TU", kind="công văn") == [("59-NQ/TW", Relation.IMPLEMENTS)]
    assert told("Kèm theo Công văn 552 là phụ lục.", number="552-CV/TU", kind="công văn") == []


def test_date_and_issuer_given_once_are_filled_in():
    found = cite(
        "Thực hiện Nghị quyết số 59-NQ/TW.",
        "Theo Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị.",
    )[1]
    assert [(one.issuer, one.issued_on) for one in found] == [("Bộ Chính trị", date(2020, 8, 5))] * 2


def test_homonyms_keep_what_each_states():
    found = cite(
        "Theo Nghị quyết số 59-NQ/TW ngày 05/8/2020.",
        "Theo Nghị quyết số 59-NQ/TW ngày 24/01/2025.",
        "Theo Nghị quyết số 59-NQ/TW.",
    )[1]
    assert [one.issued_on for one in found] == [date(2020, 8, 5), date(2025, 1, 24), None]


def test_loose_numbers_and_titles_are_resolved_inside_the_document():
    found = cite(
        "Theo Nghị quyết số 59-NQ/TW và Luật Đất đai số 31/2024/QH15.",
        "Nghị quyết 59 của Bộ Chính trị đã được quán triệt; Luật Đất đai cũng vậy.",
    )[1]
    assert [one.number for one in found] == ["59-NQ/TW", "31/2024/QH15", "59-NQ/TW", "31/2024/QH15"]


def test_loose_number_stays_unknown_where_two_would_fit():
    found = cite("Theo Nghị quyết số 59-NQ/TW, Nghị quyết số 59/NQ-CP.", "Nghị quyết 59 của Bộ Chính trị.")[1]
    assert found[-1].number is None
    assert found[-1].issuer == "Bộ Chính trị"


def test_short_form_in_parentheses_is_no_second_citation():
    text = "Theo Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị (Nghị quyết số 59-NQ/TW)."
    assert len(cite(text)[1]) == 1


def test_short_form_without_a_number_is_no_second_citation_either():
    full = "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIV, nhiệm kỳ 2020 - 2025"
    assert len(cite(f"Theo {full} (Nghị quyết Đại hội Đảng bộ tỉnh).")[1]) == 1


def test_clause_holds_the_citation():
    document, found = cite("Sở Y tế báo cáo. Thực hiện Nghị quyết số 98/NQ-CP. Sở Nội vụ trình.")
    assert found[0].clause.of(document.text) == "Thực hiện Nghị quyết số 98/NQ-CP."


_PIECES = st.sampled_from(
    [
        "Căn cứ ",
        "Nghị quyết ",
        "số ",
        "59-NQ/TW ",
        "98/NQ-CP",
        " ngày 05/8/2020",
        " của Bộ Chính trị",
        ", ",
        "; ",
        ". ",
        "và ",
        "(",
        ")",
        "“",
        "”",
        "Luật Đất đai ",
        "năm 2024",
        "thay thế ",
        "\n",
        "Nghị quyết 59 ",
        "Điều 3. ",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_spans_are_exact_ordered_and_inside_their_clauses(text):
    document, passages = record(text or "a")
    found = find_references(document, passages)
    assert [one.id for one in found] == [f"d-r{at:04d}" for at in range(len(found))]
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for reference in found:
        assert reference.clause.contains(reference.span)
        assert reference.span.of(document.text).strip() == reference.span.of(document.text)


@pytest.mark.parametrize(
    "unit",
    [
        "Luật ",
        "Nghị quyết số ",
        "59-NQ/TW ",
        "số 1/QĐ-UBND, ",
        "sửa đổi ",
        "của ",
        "Căn cứ ",
        "Luật A b, ",
        "a, ",
        "(",
    ],
)
def test_hostile_text_is_bounded(unit):
    document, passages = record(unit * (60_000 // len(unit)))
    began = time.process_time()
    find_references(document, passages)
    assert time.process_time() - began < 5.0


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.exists(), reason="needs the development data")
def test_seed_of_the_city_committee():
    text = (SEEDS / "000_89dd92cd34665869.txt").read_text(encoding="utf-8")
    _, found = cite(*text.split("\n"), number="552-CV/TU", kind="công văn")
    assert {one.number for one in found} == {"59-NQ/TW", "98/NQ-CP", "45/2022/QH15", "03-CTr/TU", "15-CT/TU"}
    assert found[0].relation is Relation.CONTINUES
    assert {one.issuer for one in found if one.number == "03-CTr/TU"} == {"Ban Thường vụ Thành ủy"}


def test_items_take_the_relation_of_the_line_that_opens_them():
    _, found = cite(
        "2. Các quyết định sau hết hiệu lực kể từ ngày 01 tháng 3 năm 2027:\n"
        "a) Quyết định số 11/2019/QĐ-UBND ngày 05/4/2019;\n"
        "b) Quyết định số 12/2020/QĐ-UBND ngày 06/5/2020 về giá nước tại Nghị quyết số 9/NQ-HĐND."
    )
    assert [one.relation for one in found] == [Relation.REPEALS, Relation.REPEALS, Relation.CITES]


def test_items_take_the_relation_of_their_heading():
    _, found = cite(
        "3. Quyết định số 14/2011/QĐ-TTg ngày 07/8/2011 về phí cầu đường.",
        headings=("Bãi bỏ toàn bộ một số văn bản quy phạm pháp luật",),
    )
    assert [one.relation for one in found] == [Relation.REPEALS]


def test_a_paragraph_between_ends_the_list():
    _, found = cite("Bãi bỏ các văn bản sau:\nDanh mục chi tiết như dưới đây.\nThông tư số 7/2015/TT-BTC.")
    assert [one.relation for one in found] == [Relation.CITES]


def test_an_amending_document_of_the_outer_kind_amends_the_outer_one():
    _, found = cite(
        "Căn cứ Nghị định số 14/2024/NĐ-CP quy định chi tiết Luật Thủy lợi được sửa đổi bởi "
        "Nghị định số 77/2025/NĐ-CP;"
    )
    assert [one.relation for one in found] == [Relation.BASED_ON, Relation.CITES, Relation.BASED_ON]


def test_footnotes_below_the_signature_cite():
    body = "Thực hiện các công điện về chống bão[1]."
    text = f"{body}\nNơi nhận:\n- Như trên.\n[1] Công điện số 31/CĐ-TTg ngày 02/9/2026."
    header = Header(body=Span(0, len(body)))
    passage = Passage("d-0000", "d", 0, "", (), Span(0, len(body)), body)
    (found,) = find_references(Document("d", "", "a.txt", "/a.txt", text, "", header), [passage])
    assert (found.number, found.passage_id, found.span.of(text)[:8]) == ("31/CĐ-TTg", None, "Công điệ")
