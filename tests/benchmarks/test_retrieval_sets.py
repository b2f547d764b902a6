from pathlib import Path

import pytest

from benchmarks.quality.retrieval.duplicates import Contained
from benchmarks.quality.retrieval.heldout import computed, listed
from benchmarks.quality.retrieval.pool import cut
from benchmarks.quality.retrieval.samples import SAMPLES, samples
from corpus.record import build_record
from indexer.texts import passage_text

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


def test_samples_judge_passages_that_exist():
    asked = samples()
    pieces = {piece.id: piece for name, text in asked.documents.items() for piece in cut(name, text)}
    assert len(asked.queries) >= 70
    assert set(asked.relevant) == set(asked.queries)
    assert all(right and right <= pieces.keys() for right in asked.relevant.values())
    (right,) = asked.relevant["s001"]
    assert "Ban Tuyên giáo Thành ủy" in pieces[right].text


def test_a_document_is_cut_as_an_ingestion_cuts_it():
    for path in sorted(SAMPLES.glob("[0-9]*")):
        record = build_record(path, path.read_bytes()).record
        expected = [passage_text(record.document.title, one) for one in record.passages]
        assert [piece.text for piece in cut(path.name, path.read_text(encoding="utf-8"))] == expected


def test_what_contains_a_text_or_is_contained_says_the_same():
    words = [f"w{i}" for i in range(60)]
    texts = {
        "whole": " ".join(words),
        "half": " ".join(words[:30]),
        "other": " ".join(f"x{i}" for i in range(40)),
        "tail": " ".join(words[50:] + [f"y{i}" for i in range(50)]),
    }
    assert Contained(texts).like(" ".join(words[:40])) == {"whole", "half"}


@pytest.mark.shared
@pytest.mark.skipif(not (DATA / "training").is_dir(), reason="the development data is not here")
def test_the_held_out_list_is_what_the_data_gives():
    assert computed(DATA) == listed()
