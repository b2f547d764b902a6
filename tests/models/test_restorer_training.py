import json
import random

import numpy as np
import pytest

from models.restorer import SyllableRestorer
from models.restorer_table import ID_BITS, SyllableTable
from models.training.restorer import measure
from models.training.restorer.__main__ import main
from models.training.restorer.corpus import phrases
from models.training.restorer.counts import Encoder, count
from models.training.restorer.smoothing import smooth
from models.training.restorer.splits import (
    Split,
    question_key,
    sentence_keys,
    split_documents,
    split_of,
    split_questions,
    without,
)

SENTENCES = (
    "Cơ quan nào chủ trì? Ban Tuyên giáo chủ trì, phối hợp với Văn phòng Thành ủy.",
    "Cơ quan ban hành văn bản báo cáo Thành ủy theo Công văn 1023-CV/TU.",
    "Có quan hệ phối hợp; có văn bản; có báo cáo.",
)


def words(seed, n=400):
    chance = random.Random(seed)
    return [f"w{chance.randrange(5000)}" for _ in range(n)]


def test_splits_have_their_shares_and_do_not_change():
    texts = [f"văn bản {i}" for i in range(4000)]
    parts = [split_of(text, 0.1) for text in texts]
    assert 300 < parts.count(Split.DEV) < 500
    assert 300 < parts.count(Split.TEST) < 500
    found = [split_of(f"văn bản {i}", 0.2) for i in range(8)]
    assert found == ["train"] * 4 + ["dev"] * 3 + ["test"]


def test_near_duplicate_documents_stay_together():
    documents = []
    for i in range(60):
        body = words(i)
        documents += [" ".join(body), " ".join([*body[:-20], *words(1000 + i, 20)])]
    parts = split_documents(documents, 0.2)
    place = {text: split for split, texts in parts.items() for text in texts}
    assert len(place) == len(documents)
    assert all(place[a] == place[b] for a, b in zip(documents[::2], documents[1::2], strict=True))
    assert all(parts.values())


def test_questions_that_differ_in_form_only_stay_together():
    questions = [f"Ai ký văn bản {i}?" for i in range(300)]
    typed = [question_key(q) for q in questions]
    parts = split_questions([*questions, *typed], 0.2)
    place = {text: split for split, texts in parts.items() for text in texts}
    assert all(place[q] == place[t] for q, t in zip(questions, typed, strict=True))


def test_held_out_questions_are_cut_out_of_articles():
    held_out = sentence_keys(["Đất này có được chuyển nhượng không? Ai có quyền quyết định việc đó?"])
    article = "Nội dung chính - Ai có quyền quyết định việc đó? Người sử dụng đất có quyền. Ai trả tiền?"
    assert without(article, held_out) == " Người sử dụng đất có quyền. Ai trả tiền?"


def test_phrases_are_spelt_out_and_accented():
    found = phrases()
    assert "ai ký công văn" in found
    assert "ai ký kế hoạch" in found
    assert not any("{" in phrase for phrase in found)
    assert len(found) == len(set(found))


def test_encoding_counts_and_drops_what_is_rare():
    encoder = Encoder()
    encoder.add(["cơ quan cơ quan"], 5)
    encoder.add(["hiếm"])
    names, ids = encoder.finish()
    assert names == ["<s>", "<?>", "cơ", "quan"]
    pairs = count(ids, 2)
    pair = names.index("cơ") << ID_BITS | names.index("quan")
    assert pairs.counts[pairs.keys.searchsorted(pair)] == 10


def test_probabilities_add_up_to_one_whatever_is_cut():
    ids = np.random.default_rng(0).zipf(1.6, 20_000) % 12
    for kept in (10**6, 60, 0):
        model = smooth(ids.astype(np.int64), 12, kept, kept)
        assert model.singles.sum() == pytest.approx(1)
        pair = model.single_backoff[:, None] * model.singles
        pair[model.pair_keys >> ID_BITS, model.pair_keys & (1 << ID_BITS) - 1] = model.pairs
        assert pair.sum(axis=1) == pytest.approx(1, abs=0.01)
        contexts = np.unique(model.triple_contexts)
        for context in contexts:
            here = model.triple_contexts == context
            second = model.pair_keys[context] & (1 << ID_BITS) - 1
            triple = model.pair_backoff[context] * pair[second]
            triple[model.triple_thirds[here]] = model.triples[here]
            assert triple.sum() == pytest.approx(1, abs=0.01)


@pytest.fixture
def built(tmp_path, capsys):
    """Return the options of a small build, the folder it is in, and what it printed."""
    for i in range(60):
        (tmp_path / f"{i:02}.txt").write_text("\n".join([*SENTENCES, " ".join(words(i))]), encoding="utf-8")
    questions = [{"query": f"Cơ quan nào chủ trì việc phối hợp văn bản số {i}?"} for i in range(80)]
    (tmp_path / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    options = ["--documents", str(tmp_path), "--questions", str(tmp_path / "questions.json")]
    main([*options, "--out", str(tmp_path / "a.npz")])
    return options, tmp_path, capsys.readouterr().out


def test_the_same_texts_give_the_same_bytes_and_a_table_that_restores(built):
    options, folder, printed = built
    main([*options, "--out", str(folder / "b.npz")])
    assert (folder / "a.npz").read_bytes() == (folder / "b.npz").read_bytes()
    restorer = SyllableRestorer(folder / "a.npz")
    assert restorer.restore("co quan nao chu tri") == "cơ quan nào chủ trì"
    assert "| questions | " in printed


def test_a_table_keeps_its_probabilities_to_a_thirty_second(built):
    _, folder, _ = built
    table = SyllableTable(folder / "a.npz")
    assert np.all(np.diff(table.pair_keys.astype(np.int64)) > 0)
    assert np.all(np.diff(table.triple_keys.astype(np.int64)) > 0)
    assert np.exp(table.singles[:-1]).sum() == pytest.approx(1, abs=0.1)


def test_forms_of_a_text():
    text = "Cơ quan nào chủ trì, theo Công văn 1023-CV/TU?"
    assert measure.bare(text) == "Co quan nao chu tri, theo Cong van 1023-CV/TU?"
    assert measure.plain(text) == "cơ quan nào chủ trì theo công văn 1023-cv/tu"
    halved = measure.half(text, random.Random(1))
    assert halved not in (text, measure.bare(text))
    assert measure.bare(halved) == measure.bare(text)
    assert measure.measurable([text, measure.bare(text), "Ngắn quá"]) == [text]
