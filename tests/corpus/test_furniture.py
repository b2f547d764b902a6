from corpus.furniture import is_gazette_head, page_marks, page_number, stamp_lines


def test_running_heads_of_the_gazette():
    assert is_gazette_head("CÔNG BÁO/Số 12 + 13/Ngày 01-02-2025")
    assert is_gazette_head("62 CÔNG BÁO/Số 421 + 422/Ngày 20-3-2024")
    assert is_gazette_head("CÔNG BÁO TỈNH THỬ/Số 7/Ngày 9-4-2024 12")
    assert not is_gazette_head("Văn bản đăng Công báo số 12 ngày 01-02-2025 của Văn phòng Chính phủ")


def test_page_numbers():
    assert [page_number(line) for line in ("15", "- 7 -", "Trang 3/10", "Điều 4", "1.250")] == [
        15,
        7,
        3,
        None,
        None,
    ]


def test_dirt_stands_around_page_numbers_of_scans_only():
    assert [page_number(line, scanned=True) for line in (". 15 °", "| 3 of 10", "_ trang 4 _", "a 5")] == [
        15,
        3,
        4,
        None,
    ]
    assert page_number("(5)") is None


def test_marks_of_a_page_are_the_head_and_the_number_beside_it():
    lines = ["các bước", "CÔNG BÁO/Số 12/Ngày 01-02-2025", "5", "tiếp theo", "3"]
    assert page_marks(lines) == {1, 2}


def test_bare_numbers_that_count_pages():
    page = ["Nội dung của một trang văn bản dài đủ để không lẫn với một bảng. " * 3] * 5
    assert page_marks([*page, "1", *page, "2", *page, "3"]) == {5, 11, 17}


def test_ordinals_of_a_flattened_table_are_no_page_numbers():
    assert page_marks(["STT", "1", "Rà soát văn bản", "2", "Báo cáo", "3", "Tổng kết"]) == frozenset()
    page = ["Nội dung của một trang văn bản dài đủ để không lẫn với một bảng. " * 3] * 5
    assert page_marks([*page, "1", *page, "5", *page, "9"]) == frozenset()


def test_stamps_need_a_signer():
    stamp = ["Ký bởi: SỞ TÀI CHÍNH", "Cơ quan: TỈNH ĐỒNG THÁP", "Ngày ký: 12-03-2025 10:11:12 +07:00"]
    assert stamp_lines(["UBND TỈNH", *stamp]) == {1, 2, 3}
    assert stamp_lines(["Cơ quan: TỈNH ĐỒNG THÁP", "Email: a@b.vn"]) == frozenset()
