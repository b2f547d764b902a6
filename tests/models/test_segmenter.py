import subprocess
import sys

from models.segmenter import Segmenter

_ALONE = """
import sys
from models.segmenter import Segmenter
print(Segmenter().words("ủy ban nhân dân thành phố chỉ đạo"))
rest = [name for name in ("torch", "transformers", "requests", "underthesea") if name in sys.modules]
print(rest)
"""


def test_words_are_found_without_the_rest_of_the_library():
    told = subprocess.run([sys.executable, "-c", _ALONE], capture_output=True, text=True, check=True)
    words, rest = told.stdout.splitlines()
    assert words == "['ủy', 'ban nhân dân', 'thành phố', 'chỉ đạo']"
    assert rest == "[]"


def test_who_has_all_of_the_library_gets_its_words(monkeypatch):
    class Whole:
        @staticmethod
        def word_tokenize(text):
            return ["from", "the", "whole"]

    monkeypatch.setitem(sys.modules, "underthesea", Whole)
    assert Segmenter().words("chỉ đạo") == ["from", "the", "whole"]
