import hashlib
import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from api.chat.completions import pieces
from api.chat.composition import MOST_ANSWERS, compose, heads_of, safe
from search.types import (
    Answer,
    AnswerType,
    AskResult,
    Citation,
    DocumentCard,
    Hit,
    QueryAnalysis,
    Reason,
    Scores,
    Status,
)

QUERY = QueryAnalysis("a", "a", None, (), (), (), (), AnswerType.SPAN)
CARD = DocumentCard("d1", "12-CV/TU", "công văn", "Công văn mẫu", "Thành ủy", date(2024, 4, 3), "a.txt")

texts = st.text(st.sampled_from("ab ă](<>[1]\n“”😀/x!"), min_size=1, max_size=40)
long_texts = st.builds(lambda text, times: text * times, texts, st.integers(1, 60))
cards = st.builds(
    DocumentCard,
    id=st.sampled_from(["d1", "d2", "d3"]),
    number=st.none() | texts,
    kind=st.none() | st.sampled_from(["công văn", "quyết định"]),
    title=texts,
    issuer=st.none() | texts,
    issued_on=st.none() | st.dates(),
    source=st.just("a.txt"),
    ocr=st.booleans(),
)


@st.composite
def answers(draw):
    quote = draw(long_texts)
    start = draw(st.integers(0, 3)) * 1000
    begin = draw(st.integers(0, len(quote) - 1))
    end = draw(st.integers(begin + 1, len(quote)))
    citation = Citation(
        draw(cards), draw(st.none() | st.just("p")), draw(st.sampled_from(["1", "Điều 3.2", "II.1"])),
        draw(st.none() | st.integers(1, 9)), quote, start, start + len(quote), start + begin, start + end,
        hashlib.sha256(quote.encode()).hexdigest(),
    )  # fmt: skip
    confidence = draw(st.floats(0, 1))
    return Answer(draw(st.sampled_from(AnswerType)), quote[begin:end], {}, confidence, citation)


def answered(*given):
    return AskResult(Status.ANSWERED, None, given, (), QUERY, "v1", 1.0)


def answer_of(value, quote, kind=AnswerType.LEAD_AGENCY, start=0, confidence=0.9):
    at = quote.index(value)
    sha256 = hashlib.sha256(quote.encode()).hexdigest()
    citation = Citation(
        CARD, "p", "4", 2, quote, start, start + len(quote), start + at, start + at + len(value), sha256
    )
    return Answer(kind, value, {}, confidence, citation)


@settings(max_examples=40, deadline=None)
@given(st.lists(answers(), min_size=1, max_size=8))
def test_marks_hold_and_every_quote_is_referred_to(given_answers):
    composed = compose(answered(*given_answers))
    for mark in composed.marks:
        assert composed.content[mark.start : mark.end] == f"[{mark.index}]"
        assert mark.end <= len(composed.body)
    numbers = [each.index for each in composed.cited]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {mark.index for mark in composed.marks} == set(numbers)
    assert {
        (each.citation.document.id, each.citation.start, each.citation.end) for each in composed.cited
    } == {(each.citation.document.id, each.citation.start, each.citation.end) for each in given_answers}
    for line in heads_of(composed).splitlines():
        assert line in composed.sources


@settings(max_examples=40, deadline=None)
@given(st.lists(answers(), min_size=1, max_size=4))
def test_no_document_makes_links_images_or_tags(given_answers):
    content = compose(answered(*given_answers)).content
    assert "](" not in content
    assert not re.search(r"<[A-Za-z/!?]", content)


@given(texts)
def test_what_is_safe_stays_so_and_loses_nothing(text):
    once = safe(text)
    assert safe(once) == once
    assert once.replace(" ", "") == text.replace(" ", "")


@given(st.text())
def test_pieces_are_the_text(text):
    assert "".join(pieces(text)) == text


def test_several_answers_of_a_type_are_a_list_and_share_their_proof():
    quote = "Sở A, Sở B phối hợp."
    kind = AnswerType.COORDINATING_AGENCY
    composed = compose(answered(answer_of("Sở A", quote, kind), answer_of("Sở B", quote, kind)))
    assert composed.content == (
        "Cơ quan phối hợp:\n- Sở A [1]\n- Sở B [1]\n\nCăn cứ:\n\n"
        "[1] Công văn 12-CV/TU ngày 03/4/2024, Thành ủy, mục 4, trang 2: “Sở A, Sở B phối hợp.”"
    )
    assert composed.rephrasable
    assert composed.values == ("Sở A", "Sở B")


def test_types_stand_apart_and_doubt_is_told():
    lead, day = (
        answer_of("Sở A", "Sở A chủ trì"),
        answer_of("quý I", "Xong trong quý I", AnswerType.DEADLINE, 90, 0.4),
    )
    composed = compose(answered(lead, day))
    assert composed.body == (
        "Cơ quan chủ trì: Sở A [1]\n\nThời hạn: quý I [2] (độ tin cậy thấp, 40 %; xin đối chiếu văn bản)"
    )
    assert not composed.rephrasable


def test_a_long_quote_is_cut_around_the_value():
    quote = "a " * 800 + "Sở Tài chính" + " b" * 800
    source = compose(answered(answer_of("Sở Tài chính", quote))).sources
    assert "“…" in source
    assert "Sở Tài chính" in source
    assert source.endswith("…”")
    assert len(source) < 800
    assert not re.search(r"\b[ab]\b…\w|\w…[ab]", source)


def test_words_are_not_cut():
    quote = "nghiêm " * 200
    source = compose(answered(answer_of("nghiêm", quote))).sources
    assert re.search(r"“(nghiêm )+nghiêm…”$", source)


def test_many_answers_are_told_in_part():
    quote = " ".join(f"Sở{i}" for i in range(MOST_ANSWERS + 5))
    many = [answer_of(f"Sở{i}", quote, AnswerType.ASSIGNEE, i * 5000) for i in range(MOST_ANSWERS + 5)]
    composed = compose(answered(*many))
    assert len(composed.marks) == len(composed.cited) == MOST_ANSWERS
    assert "… và 5 ý khác" in composed.body


def test_other_words_keep_their_marks():
    composed = compose(answered(answer_of("Sở A", "Sở A chủ trì"))).with_body("Sở A làm đầu mối [1].")
    [mark] = composed.marks
    assert composed.content[mark.start : mark.end] == "[1]"
    assert composed.content.startswith("Sở A làm đầu mối [1].\n\nCăn cứ:")


def test_an_ambiguous_question_lists_what_it_may_mean():
    others = tuple(replace(CARD, id=f"d{i}", issuer=f"Tỉnh ủy {i}") for i in range(12))
    result = AskResult(
        Status.ABSTAINED, Reason.AMBIGUOUS_DOCUMENT, (), (), QUERY, "v1", 1.0, candidates=others
    )
    body = compose(result).body
    assert body.startswith("Có thể hỏi về nhiều văn bản; hãy nêu thêm số, ngày hoặc cơ quan ban hành.")
    assert "- Công văn 12-CV/TU ngày 03/4/2024, Tỉnh ủy 3: Công văn mẫu" in body
    assert body.endswith("- … và 2 văn bản khác")


def test_an_abstention_without_any_passage_is_one_sentence():
    result = AskResult(Status.ABSTAINED, Reason.NOT_IN_CORPUS, (), (), QUERY, "v1", 1.0)
    assert compose(result).content == "Kho văn bản không có nội dung được hỏi."
    hit = Hit(1, "p", CARD, "4", "Giao Sở A.", 0, 10, 1.0, Scores())
    assert compose(replace(result, hits=(hit,))).content.endswith(
        "không phải câu trả lời: Công văn 12-CV/TU ngày 03/4/2024, Thành ủy, mục 4: “Giao Sở A.”"
    )
