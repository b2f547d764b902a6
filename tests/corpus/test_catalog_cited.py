from datetime import date

from corpus.catalog import Catalog
from corpus.types import Document, Header, Passage, Record, Reference, Relation, Span


def test_what_is_cited_is_told_as_whole_references_tell_it(tmp_path):
    ids = [f"{key:016x}" for key in (7, 3, 5)]
    told = [
        ("12/2020/NĐ-CP", "nghị định", "Chính phủ", date(2020, 8, 5)),
        ("59-NQ/TW", None, None, None),
        (None, "luật", 'Quốc hội "khóa" XV\n', None),
    ]
    with Catalog.open(tmp_path) as catalog:
        for owner in ids:
            document = Document(owner, owner * 4, "a.txt", f"/in/{owner}", "text", "Tên", Header())
            passage = Passage(f"{owner}-0000", owner, 0, "1", (), Span(0, 4), "text")
            cited = tuple(
                Reference(f"{owner}-r{at:04}", owner, None, Span(0, 2), Span(0, 4), Relation.BASED_ON, *facts)
                for at, facts in enumerate(told)
            )
            catalog.put(Record(document, (passage,), (), cited, ()))
        found = list(catalog.citations())
        assert [one.whole() for one in found] == list(catalog.references(ids))
        for one, whole in zip(found, catalog.references(ids), strict=True):
            for name in ("id", "document_id", "number", "kind", "issuer", "issued_on"):
                assert getattr(one, name) == getattr(whole, name)
