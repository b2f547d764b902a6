import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadModelFile
from models.load import load_restorer
from models.restorer import SyllableRestorer
from models.textkeys import fold

RESTORER = load_restorer()


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("co quan nao chu tri", "cơ quan nào chủ trì"),
        ("CO QUAN NAO CHU TRI", "CƠ QUAN NÀO CHỦ TRÌ"),
        ("ai ky Cong van 1023-CV/TU?", "ai ký Công văn 1023-CV/TU?"),
        ("UBND thanh pho bao cao BTV Thanh uy", "UBND thành phố báo cáo BTV Thành ủy"),
        ("Ủy ban nhan dan phoi hop", "Ủy ban nhân dân phối hợp"),
        ("nghi dinh 30/2020/nd-cp", "nghị định 30/2020/nd-cp"),
    ],
)
def test_restores(typed, restored):
    assert RESTORER.restore(typed) == restored


@pytest.mark.parametrize("text", ["Cơ quan nào chủ trì?", "", "1023-CV/TU", "59 %, ...", "who signed"])
def test_leaves_alone_what_needs_nothing(text):
    assert RESTORER.restore(text) is None


def test_a_typed_diacritic_steers_and_stays():
    assert RESTORER.restore("thành phố can tho va tinh bac ninh").startswith("thành phố ")


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyđủạ ABCN 012-/.,?", max_size=60))
def test_only_marks_are_added(text):
    restored = RESTORER.restore(text)
    if restored is not None:
        assert len(restored) == len(text)
        assert fold(restored) == fold(text)
        assert all(
            new == old
            for new, old in zip(restored, text, strict=True)
            if fold(old) != old.lower() and old not in "đĐ"
        )


def test_a_broken_table_is_refused(tmp_path):
    path = tmp_path / "restorer.npz"
    path.write_bytes(b"not a table")
    with pytest.raises(BadModelFile, match="restore it"):
        SyllableRestorer(path)
    np.savez(path, syllables=np.zeros(1, dtype=np.uint8))
    with pytest.raises(BadModelFile):
        SyllableRestorer(path)
