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


def test_a_title_joined_to_its_note():
    text = (
        "Điều 1. Ban hành Quy chế.\nQUY CHẾ\nQUẢN LÝ BẾN ĐÒ (Ban hành kèm theo Quyết định số 9/QĐ-UBND)\n"
        "Điều 1. Phạm vi"
    )
    assert [p.section for p in passages(text)][-1] == "Quy chế, Điều 1"
    assert passages(text)[-1].headings == ("QUY CHẾ QUẢN LÝ BẾN ĐÒ",)


def test_what_an_annex_lists_is_its_name_and_no_document_of_its_own():
    text = "PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 9/KH-UBND)\n1. Rà soát."
    assert [(p.section, p.headings) for p in passages(text)][-1][0].startswith("Phụ lục")
    assert not any(p.section.startswith("Danh mục") for p in passages(text))
