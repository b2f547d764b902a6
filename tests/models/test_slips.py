import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.load import load_restorer
from models.slips import decode_telex
from models.syllables import has_shape, is_bare

ROOT = Path(__file__).parents[2]
RESTORER = load_restorer()
TYPED = st.text(alphabet="abcdeghiklmnopqrstuvwxyjfđủạ ABCN 012-/.,?", max_size=60)
TYPED_IN_HASTE = (
    "nghij", "quyeets", "soos", "59", "bao", "nhieeu", "nhieejm", "vuj", "qaun", "cơ", "nào", "hniệm",
    "tafi", "dduwowcj",
)  # fmt: skip
SLIPS = st.lists(st.sampled_from(TYPED_IN_HASTE), max_size=9).map(" ".join)
QUESTIONS = [
    json.loads(line)["question"]
    for name in ("tests/golden/samples_questions.jsonl", "benchmarks/quality/directives_questions.jsonl")
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghij quyeets 59 cos bao nhieeu nhieejm vuj", "nghị quyết 59 có bao nhiêu nhiệm vụ"),
        ("Nghij Quyeets soos 59", "Nghị Quyết số 59"),
        ("cơ qaun nào chủ trì", "cơ quan nào chủ trì"),
        ("co qaun nao chu tri", "co quan nao chu tri"),
        ("trường hợp dduwowcj mieenx thuees", "trường hợp được miễn thuế"),
        ("ai kys công vawn 1023-CV/TU", "ai ký công văn 1023-CV/TU"),
        ("truongwf hợp", "trường hợp"),
        ("nghij ddinhj 30/2020/ND-CP", "nghị định 30/2020/ND-CP"),
        ("hniệm vụ chung", "nhiệm vụ chung"),
    ],
)
def test_mends(typed, meant):
    assert RESTORER.mended(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cơ quan nào chủ trì?",
        "co quan nao chu tri",
        "UBND, BTV, evn, ktx, clb",
        "đi xe bus, khí gas",
        "internet website email fax test covid vaccine",
        "Tào Rio de Janeiro",
        "1023-CV/TU cv/tu 59-nq/tw",
    ],
)
def test_leaves_alone_what_is_no_slip(text):
    assert RESTORER.mended(text) is None


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_typed_right_stays(text):
    assert RESTORER.mended(text) is None


@given(st.one_of(TYPED, SLIPS))
def test_mending_twice_is_mending_once(text):
    once = RESTORER.mended(text)
    if once is not None:
        assert once != text
        assert RESTORER.mended(once) is None


@given(st.one_of(TYPED, SLIPS))
def test_numbers_and_accented_syllables_stay(text):
    mended = RESTORER.mended(text) or text
    assert [w for w in mended.split() if not w.isalpha()] == [w for w in text.split() if not w.isalpha()]
    for before, after in zip(text.split(), mended.split(), strict=True):
        if has_shape(before) and not is_bare(before):
            assert after == before


def test_keys_are_decoded():
    assert decode_telex("ddoongf") == ("đông", "\u0300")
    assert decode_telex("dduwowcj") == ("đươc", "\u0323")
    assert decode_telex("trangw") == ("trăng", "")
    assert decode_telex("quan") is None
