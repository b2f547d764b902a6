import json
from pathlib import Path

import numpy as np
import pytest

from models.load import WEIGHTS, load_embedder
from models.training.folder import sha256

FOLDER = WEIGHTS / "e5-small-vi"
REFERENCE = json.loads(Path(__file__).with_name("reference_vectors.json").read_text(encoding="utf-8"))


ENGINES = {"torch:e5-small-vi": 0.999, "int8:e5-small-vi": 0.99}  # least cosine with the pinned vectors


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def embedder(engine):
    return load_embedder(engine)


def test_the_folder_is_small_and_says_what_it_is():
    spec = json.loads((FOLDER / "spec.json").read_text(encoding="utf-8"))
    assert spec["sha256"] == sha256(FOLDER / "model.safetensors")
    assert spec["sha256"] in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sum(p.stat().st_size for p in FOLDER.rglob("*")) <= 70_000_000


def test_vectors_are_the_pinned_ones(embedder, engine):
    expected = np.array([row["vector"] for row in REFERENCE["passages"]], dtype=np.float32)
    found = embedder.embed_passages([row["text"] for row in REFERENCE["passages"]])
    assert np.min(np.sum(expected * found, axis=1) / np.linalg.norm(expected, axis=1)) >= ENGINES[engine]
    (query,) = REFERENCE["queries"]
    assert np.array(query["vector"]) @ embedder.embed_queries([query["text"]])[0] >= ENGINES[engine]


def test_vectors_are_unit_float32_and_the_same_again(embedder):
    texts = ["Thành ủy", "", "ban hành kế hoạch " * 400, "NFC"]
    first = embedder.embed_passages(texts)
    assert first.dtype == np.float32
    assert first.shape == (4, embedder.spec.dim)
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5)
    assert np.array_equal(first, embedder.embed_passages(texts))
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    assert np.allclose(first, alone, atol=1e-4)


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed_queries([]).shape == (0, 384)


def test_queries_and_passages_have_their_prefixes(embedder, engine):
    bare = load_embedder(engine, query_prefix="", passage_prefix="")
    assert np.allclose(bare.embed_passages(["query: ai ký"]), embedder.embed_queries(["ai ký"]), atol=1e-5)
    assert np.allclose(bare.embed_queries(["passage: ai ký"]), embedder.embed_passages(["ai ký"]), atol=1e-5)


def test_segmented_models_read_joined_words(engine):
    embedder = load_embedder(engine, query_prefix="", passage_prefix="", segmented=True)
    plain = load_embedder(engine, query_prefix="", passage_prefix="")
    assert np.allclose(
        embedder.embed_passages(["nhân dân thành phố"]),
        plain.embed_passages(["nhân_dân thành_phố"]),
        atol=1e-5,
    )


def test_a_folder_without_spec_is_described_once_loaded(tmp_path):
    folder = tmp_path / "multilingual-e5-small"
    folder.mkdir()
    for path in FOLDER.iterdir():
        if path.name != "spec.json":
            (folder / path.name).symlink_to(path)
    spec = load_embedder(str(folder)).spec
    assert (spec.dim, spec.max_tokens, spec.query_prefix, spec.passage_prefix) == (
        384,
        512,
        "query: ",
        "passage: ",
    )
    assert len(spec.sha256) == 64


def test_meaning_is_nearer_than_chance(embedder):
    passages = embedder.embed_passages(
        ["Giao Ban Tuyên giáo Thành ủy chủ trì theo dõi.", "Giá xăng dầu tăng trong tháng.", "Lịch nghỉ Tết."]
    )
    scores = passages @ embedder.embed_queries(["cơ quan nào chủ trì"])[0]
    assert int(scores.argmax()) == 0
