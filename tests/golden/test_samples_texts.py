"""The shipped samples are ours, marked, and say what the golden questions expect of them."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
SEEDS = ROOT.parent / "shared" / "seeds"
MARK = "Bản tóm lược do dự án Chỉ Đạo viết để minh họa, không phải văn bản chính thức."
TEXTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted(SAMPLES.iterdir())
    if path.name[0].isdigit()
}
GOLDEN = [
    json.loads(line)
    for line in (ROOT / "tests/golden/samples_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
TYPES = set(
    re.findall(
        r"\w+",
        """
    lead_agency coordinating_agency advising_agency supervising_agency report_to assignee
    deadline recurrence product signer signer_post issued_on effective_on number subject
    issuer recipients legal_basis implements implemented_by replaced_by figure progress task
    requirement purpose span
    """,
    )
)
REASONS = {"not_in_corpus", "slot_not_stated", "ambiguous_document", "ambiguous_task", "out_of_scope"}
ABBREVIATION = re.compile(
    r"(?<![\w/-])(?:CV|NQ|CT|KH|QĐ|BTV|BTG|UBND|TP|TT&TT|TN&MT)(?=[ ?])"  # alone, not in a number
)
LONGEST_RUN = 8  # syllables in a row that a sample may share with a seed, names and titles apart
# Official titles, names of bodies and posts: they cannot be said otherwise.
NAMES = [
    "ban hành chương trình hành động của chính phủ thực hiện nghị quyết",
    "về xây dựng và phát triển thành phố cần thơ đến năm 2030 tầm nhìn đến năm 2045",
    "về tiếp tục đổi mới phương thức lãnh đạo cầm quyền của đảng"
    " đối với hệ thống chính trị trong giai đoạn mới",
    "về rà soát việc cụ thể hóa thực hiện nghị quyết",
    "ban chấp hành trung ương đảng khóa xiii",
    "ban chấp hành đảng bộ thành phố",
    "ban cán sự đảng ủy ban nhân dân thành phố",
    "đảng đoàn hội đồng nhân dân thành phố",
    "đảng đoàn hội đồng nhân dân",
    "ủy ban nhân dân thành phố cần thơ",
    "ủy ban nhân dân thành phố",
    "hội đồng nhân dân thành phố",
    "ban thường vụ thành ủy cần thơ",
    "ban thường vụ thành ủy",
    "ban tuyên giáo thành ủy",
    "văn phòng thành ủy",
    "ủy viên bộ chính trị phó chủ tịch thường trực quốc hội",
    "ủy viên trung ương đảng bí thư thành ủy",
    "phó chủ tịch thường trực ủy ban nhân dân thành phố cần thơ",
    "nghị quyết đại hội đảng bộ thành phố cần thơ lần thứ xiv",
    "nghị quyết đại hội đảng bộ thành phố lần thứ xiv",
    "mặt trận tổ quốc và các tổ chức chính trị xã hội thành phố",
    "các ban cán sự đảng đảng đoàn đảng ủy trực thuộc thành ủy",
    "các ban xây dựng đảng của thành ủy",
    "các quận ủy huyện ủy",
    "các tổ chức chính trị xã hội thành phố",
    "đảng cộng sản việt nam",
    "t/m ban thường vụ",
    "phó bí thư",
    "bộ chính trị",
    "thành ủy cần thơ",
    "trần thanh mẫn",
    "lê quang mạnh",
    "dương tấn hiển",
    "phạm văn hiểu",
]
NUMBER = re.compile(
    r"(?:(?:nghị quyết|chương trình|chỉ thị|công văn)\s+)?(?:số\s+)?\d+(?:-|/)[\w/-]*[a-zđ][\w/-]*"
    r"(?:\s+ngày\s+[\d/]+)?(?:\s+của\s+(?:bộ chính trị|chính phủ|quốc hội))?"
    r"|ngày\s+\d+\s+tháng\s+\d+\s+năm\s+\d+|\d{1,2}/\d{1,2}(?:/\d{4})?"
)


def squeeze(text: str) -> str:
    return " ".join(text.split()).casefold()


def dates_in(text: str) -> set[str]:
    found = re.findall(r"(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})", squeeze(text))
    return {f"{year}-{int(month):02d}-{int(day):02d}" for day, month, year in found}


def syllables(text: str) -> list[tuple[str, bool]]:
    """Split into syllables; True marks those inside a name, a number or a title."""
    text = squeeze(unicodedata.normalize("NFC", text))
    marked = [(m.start(), m.end()) for m in NUMBER.finditer(text)]
    for name in NAMES:
        loose = r"[\W_]+".join(map(re.escape, name.split()))
        marked += [(m.start(), m.end()) for m in re.finditer(rf"\b{loose}\b", text)]
    free = [False] * len(text)
    for start, end in marked:
        free[start:end] = [True] * (end - start)
    return [(m.group(), free[m.start()]) for m in re.finditer(r"\w+", text)]


def shared_run(ours: list[tuple[str, bool]], theirs: list[tuple[str, bool]]) -> list[str]:
    """Return the run in common that has the most syllables outside names."""
    width = LONGEST_RUN + 1
    mine, yours = [word for word, _ in ours], [word for word, _ in theirs]
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(yours) - width + 1):
        places.setdefault(tuple(yours[at : at + width]), []).append(at)
    best: list[str] = []
    most = 0
    for at in range(len(mine) - width + 1):
        for there in places.get(tuple(mine[at : at + width]), ()):
            length = width
            while mine[at + length : at + length + 1] == yours[there + length : there + length + 1] != []:
                length += 1
            counted = sum(not name for _, name in ours[at : at + length])
            if counted > most:
                most, best = counted, mine[at : at + length]
    return best if most > LONGEST_RUN else []


def test_samples_are_many_marked_and_of_a_readable_size() -> None:
    assert len(TEXTS) >= 16
    for name, text in TEXTS.items():
        assert text == unicodedata.normalize("NFC", text), name
        assert text.endswith(f"\n{MARK}\n"), name
        assert text.count(MARK) == 1, name
        assert 1000 <= len(text) <= 5000, name
        assert name in (SAMPLES / "README.md").read_text(encoding="utf-8")


def test_only_the_known_signer_stands_under_a_signature() -> None:
    for name, text in TEXTS.items():
        lines = [line for line in text.splitlines() if line.strip()]
        after = [lines[i + 1] for i, line in enumerate(lines) if line.strip() == "(đã ký)"]
        for line in after:
            expected = (MARK, "Nơi nhận:", "## PHỤ LỤC") if name[:2] != "11" else ("Phạm Văn Hiểu",)
            assert line in expected, name


def test_shared_run_finds_a_copied_sentence_and_excuses_a_name() -> None:
    copied = "khẩn trương xây dựng các kế hoạch, đề án, dự án cụ thể để"
    other = "Sở tài chính " + copied + " trình"
    assert shared_run(syllables(copied), syllables(other)) == re.findall(r"\w+", copied)
    named = "Ban cán sự đảng Ủy ban nhân dân thành phố lãnh đạo Ủy ban nhân dân thành phố"
    assert shared_run(syllables(named), syllables(named)) == []
    assert shared_run(syllables("một hai ba"), syllables("bốn năm sáu")) == []


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the development data is not here")
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_sample_shares_no_sentence_with_a_seed(name: str) -> None:
    ours = syllables(TEXTS[name])
    for seed in sorted(SEEDS.glob("*.txt")):
        assert shared_run(ours, syllables(seed.read_text(encoding="utf-8"))) == [], seed.name


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["id"])
def test_golden_answer_stands_in_its_source(row: dict[str, object]) -> None:
    assert set(row) == {"id", "question", "type", "source", "value", "status", "reason"}
    assert row["type"] in TYPES
    if row["status"] == "abstained":
        assert row["reason"] in REASONS
        assert row["value"] == []
        assert row["source"] is None or row["source"] in TEXTS
        return
    assert row["status"] == "answered"
    assert row["reason"] is None
    assert row["value"]
    text = TEXTS[str(row["source"])]
    for value in row["value"]:  # type: ignore[attr-defined]
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            assert value in dates_in(text)
        else:
            assert re.search(rf"(?<!\w){re.escape(squeeze(value))}(?!\w)", squeeze(text)), value


def test_golden_questions_cover_what_they_are_for() -> None:
    questions = [row["question"] for row in GOLDEN]
    assert len(questions) == len(set(questions)) >= 60
    assert len({row["id"] for row in GOLDEN}) == len(GOLDEN)
    assert sum(row["status"] == "abstained" for row in GOLDEN) >= 12
    assert sum(question.isascii() for question in questions) >= 10
    assert sum(bool(ABBREVIATION.search(question)) for question in questions) >= 8
    assert {row["reason"] for row in GOLDEN} - {None} == REASONS
    assert {row["type"] for row in GOLDEN} == TYPES
    assert {row["source"] for row in GOLDEN} - {None} == set(TEXTS)


def test_demo_questions_are_golden_ones() -> None:
    with (SAMPLES / "questions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    assert 16 <= len(rows) <= 20
    assert all(len(row) == 2 for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert {row[1] for row in rows} <= {row["question"] for row in GOLDEN}
