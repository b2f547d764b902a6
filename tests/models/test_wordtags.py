import random
import sys

import pytest

from models import wordtags
from models.segmenter import Segmenter, _load
from models.wordtags import OtherFiles, WordTags, load_wordtags

TEXT = (
    "ủy ban nhân dân thành phố chỉ đạo sở nội vụ chủ trì phối hợp với các đơn vị liên quan tham mưu trình ban"
    " thường vụ xem xét quyết định theo thẩm quyền báo cáo kết quả thực hiện nhiệm vụ trước ngày quy định tại"
    " văn bản này chủ tịch hội đồng bộ trưởng bộ giáo dục và đào tạo nghành baì hoà thuý qúy hop voi so ban"
    " đắk lắk krông internet fpt w z ñandú straße xã hội hóa công nghệ thông tin điểm đ khoản a"
)
SYLLABLES = TEXT.split()


@pytest.fixture(scope="module")
def tags():
    found = load_wordtags()
    assert found is not None, "the installed library has other files: read them, or its own way is taken"
    return found


@pytest.fixture(scope="module")
def library():
    return _load()


def test_words_are_those_of_the_library(tags, library):
    chance = random.Random(5)
    for length in (2, 3, 4, 7, 20):
        for _ in range(200):
            text = " ".join(chance.choices(SYLLABLES, k=length))
            assert tags.words(text) == library(text)


def test_running_text_is_cut_as_the_library_cuts_it(tags, library):
    for start in range(0, len(SYLLABLES) - 12, 3):
        text = "  ".join(SYLLABLES[start : start + 12])
        assert tags.words(text) == library(text)


@pytest.mark.parametrize(
    "text", ["", "chỉ", "Chỉ đạo", "chỉ đạo 5", "chỉ đạo, điều hành", "tu\u0323 do", "ðất đai", "東京 都"]
)
def test_other_text_is_left_to_the_library(tags, text):
    assert tags.words(text) is None


def test_files_that_are_not_understood_are_told(tmp_path):
    with pytest.raises(OtherFiles):
        WordTags(tmp_path)


@pytest.mark.parametrize("found", [b"", b"cno.such.module\nname\n.", b"cpickle\nnothing\n."])
def test_files_that_cannot_be_unpickled_are_told(tmp_path, monkeypatch, found):
    monkeypatch.setattr(wordtags, "_read_model", lambda blob: ({}, ()))
    folder = tmp_path / wordtags._MODEL
    folder.mkdir(parents=True)
    (folder / "models.bin").write_bytes(b"")
    (folder / "dictionary.bin").write_bytes(found)
    with pytest.raises(OtherFiles):
        WordTags(tmp_path)


def test_without_such_files_the_library_is_asked(monkeypatch):
    text = "ủy ban nhân dân thành phố"
    expected = Segmenter().words(text)
    monkeypatch.setattr("models.segmenter.load_wordtags", lambda: None)
    asked = Segmenter()
    assert asked.words(text) == expected
    assert asked._tokenize is not None
    assert "underthesea" not in sys.modules
