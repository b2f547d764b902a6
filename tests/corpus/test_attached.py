from corpus.structure import outline, passages_of
from corpus.types import Span

TEXT = (
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế.\n"
    "QUY CHẾ\nHOẠT ĐỘNG CỦA TỔ CÔNG TÁC\n(Ban hành kèm theo Quyết định số 301/QĐ-UBND)\n"
    "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế quy định hoạt động của Tổ.\n"
    "PHỤ LỤC I\nDANH SÁCH\n1. Tổ trưởng.\nPHỤ LỤC II\nMẪU BÁO CÁO\n1. Kết quả."
)


def passages(text):
    return passages_of("x", text, outline(text, Span(0, len(text))))


def test_an_attached_document_heads_its_articles():
    found = [(p.section, p.headings) for p in passages(TEXT)]
    title = "QUY CHẾ HOẠT ĐỘNG CỦA TỔ CÔNG TÁC"
    assert ("Điều 1", ()) in found
    assert ("Quy chế, Điều 1", (title, "QUY ĐỊNH CHUNG")) in found
    assert ("Quy chế, Phụ lục I", (title,)) in found


def test_annexes_are_not_one_passage():
    assert [p.text.split("\n")[1] for p in passages(TEXT) if "Phụ lục" in p.section] == [
        "DANH SÁCH",
        "MẪU BÁO CÁO",
    ]


def test_a_kind_in_capitals_that_is_issued_with_nothing_heads_nothing():
    text = "QUYẾT ĐỊNH:\nĐiều 1. Phạm vi\nĐiều 2. Ban hành kèm theo Quyết định này danh mục."
    assert all(p.headings == () for p in passages(text))
