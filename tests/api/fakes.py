"""A small catalog, and an engine that finds by plain string search."""

import hashlib
import re
from dataclasses import replace
from datetime import date

from corpus.types import Document, Fact, Header, Passage, Record, Span
from indexer.errors import IndexMissing
from search.names import NameBook
from search.types import (
    Answer,
    AnswerType,
    AskResult,
    Citation,
    DocumentCard,
    Expansion,
    Filters,
    Highlight,
    Hit,
    Mode,
    QueryAnalysis,
    Reason,
    Scores,
    SearchResult,
    Status,
)

TEXT = (
    "Số: 12-CV/TU\nCần Thơ, ngày 03 tháng 4 năm 2024\n\n"
    "1. Giao Sở Tài chính chủ trì, phối hợp với các quận, huyện rà soát dự án chậm tiến độ.\n"
    "2. Định kỳ hằng quý báo cáo Ban Thường vụ.\n\nPHÓ BÍ THƯ\nNgười Ký Mẫu"
)
LEAD = "Sở Tài chính"


def span_of(text, part):
    start = text.index(part)
    return Span(start, start + len(part))


def make_record(text=TEXT, source="cv12.txt", number="12-CV/TU"):
    document_id = hashlib.sha256(text.encode()).hexdigest()[:16]
    passages = []
    for i, match in enumerate(re.finditer(r"^\d\. .+$", text, re.MULTILINE)):
        span = Span(*match.span())
        passages.append(Passage(f"{document_id}-{i:04}", document_id, i, str(i + 1), (), span, span.of(text)))
    header = Header(
        kind=Fact("công văn", span_of(text, "CV")),
        number=Fact(number, span_of(text, number)),
        issued_on=Fact(date(2024, 4, 3), span_of(text, "ngày 03 tháng 4 năm 2024")),
        signer=Fact("Người Ký Mẫu", span_of(text, "Người Ký Mẫu")),
        addressees=(Fact("các quận, huyện", span_of(text, "các quận, huyện")),),
        body=Span(passages[0].span.start, passages[-1].span.end),
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(document_id, sha256, source, f"/somewhere/{source}", text, "Công văn mẫu", header)
    return Record(document, tuple(passages))


class FakeEngine:
    """Answers with the lead agency of the first passage that names one; "vắng" makes it abstain."""

    def __init__(self, catalog, version):
        self._catalog = catalog
        self._version = version

    def over(self, catalog, version):
        return FakeEngine(catalog, version)

    def _hits(self, query, k):
        words = query.lower().split()
        scored = []
        for card in self._catalog.all_headers():
            for passage in self._catalog.passages(card.id):
                score = sum(passage.text.lower().count(word) for word in words)
                scored.append((-score, passage.id, card, passage))
        hits = []
        for rank, (score, _, card, passage) in enumerate(sorted(scored, key=lambda row: row[:2])[:k], 1):
            at = passage.text.lower().find(words[0])
            marks = (Highlight(at, at + len(words[0])),) if at >= 0 else ()
            hits.append(
                Hit(
                    rank, passage.id, self._card(card), passage.section, passage.text, passage.span.start,
                    passage.span.end, float(-score), Scores(lexical=float(-score)), marks,
                )
            )  # fmt: skip
        return tuple(hits)

    def _card(self, card):
        header = card.header
        return DocumentCard(
            card.id,
            header.number.value,
            header.kind.value,
            card.title,
            None,
            header.issued_on.value,
            card.source,
        )

    def _query(self, text):
        expansion = (Expansion("TC", "Tài chính"),)
        return QueryAnalysis(text, text.lower(), None, expansion, (), (), (), AnswerType.LEAD_AGENCY)

    def search(self, query, k=10, mode=Mode.HYBRID, filters=Filters()):  # noqa: B008
        hits = self._hits(query, k)
        return SearchResult(hits, self._query(query), len(hits), self._version, 1.5)

    def ask(self, question, k=5, filters=Filters(), as_of=None, history=()):  # noqa: B008
        if question == "crash":
            raise RuntimeError("secret detail")
        hits, answers = self._hits(question, k), ()
        if "vắng" not in question:
            answers = tuple(self._answer(hit) for hit in hits if LEAD in hit.text)[:1]
        status = Status.ANSWERED if answers else Status.ABSTAINED
        reason = None if answers else Reason.SLOT_NOT_STATED
        return AskResult(status, reason, answers, hits, self._query(question), self._version, 2.5)

    def _answer(self, hit):
        at = hit.start + hit.text.index(LEAD)
        return Answer(
            AnswerType.LEAD_AGENCY,
            LEAD,
            {"agency_id": "so-tai-chinh"},
            0.93,
            Citation(
                hit.document, hit.passage_id, hit.section, None, hit.text, hit.start, hit.end, at,
                at + len(LEAD),                hashlib.sha256(hit.text.encode()).hexdigest(),
            ),
        )  # fmt: skip


class FakeBackend:
    """Builds a FakeEngine; counts builds, fails or waits on demand, may spoil answers."""

    def __init__(self, catalog):
        self.catalog = catalog
        self.book = NameBook(catalog, None)
        self.builds = 0
        self.built = None
        self.files = None
        self.error = None
        self.gate = None
        self.spoil = None

    def stamp(self):
        return self.files

    def change(self):
        return self.built

    def state(self):
        raise IndexMissing("nowhere")

    def close(self):
        pass

    def names(self):
        return self.book.names()

    def bring_up(self, progress=None):
        self.built = self.catalog.change_number()

    def build(self, progress=None):
        if self.gate is not None:
            self.gate.wait(10)
        if self.error is not None:
            raise self.error
        self.builds += 1
        self.built = self.catalog.change_number()
        self.files = (1, self.builds, 1)
        engine = FakeEngine(self.catalog, f"v{self.catalog.change_number()}")
        if self.spoil is not None:
            ask = engine.ask
            engine.ask = lambda *args: self.spoil(ask(*args))
        return engine


def respan(result, **changes):
    """Return `result` with its first citation changed."""
    first, *rest = result.answers
    spoiled = replace(first, citation=replace(first.citation, **changes))
    return replace(result, answers=(spoiled, *rest))
