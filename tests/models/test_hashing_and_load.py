import json

import numpy as np
import pytest

from models.errors import BadModelFile, ModelError, UnknownModel, WeightsChanged
from models.load import load_embedder
from models.spec import ModelSpec


def test_hashing_is_deterministic_and_unit():
    embedder = load_embedder("hashing")
    texts = ["Ban Tuyên giáo Thành ủy chủ trì", "", "báo cáo"]
    first, second = embedder.embed_passages(texts), load_embedder("hashing").embed_queries(texts)
    assert first.shape == (3, 64)
    assert first.dtype == np.float32
    assert np.array_equal(first, second)
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    assert embedder.embed_passages([]).shape == (0, 64)


def test_hashing_brings_shared_words_together():
    embedder = load_embedder("hashing")
    passage, near, far = embedder.embed_passages(
        ["ban tuyên giáo chủ trì báo cáo", "BAN TUYEN GIAO chủ trì", "đất đai nhà ở"]
    )
    assert passage @ near > 0.5 > passage @ far


def test_unknown_names_tell_what_is_known():
    with pytest.raises(UnknownModel, match="e5-small-vi, hashing"):
        load_embedder("no such model")


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(BadModelFile, match="holds no model"):
        load_embedder(str(tmp_path))


def test_a_broken_spec_is_refused(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "spec.json").write_text('{"name": "x"}')
    with pytest.raises(BadModelFile, match=r"spec\.json"):
        load_embedder(str(tmp_path))


def test_changed_weights_are_refused(tmp_path):
    spec = ModelSpec("x", "1", "0" * 64, 8, "", "", False, 128)
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "spec.json").write_text(json.dumps(spec.to_json()))
    (tmp_path / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(WeightsChanged) as caught:
        load_embedder(str(tmp_path)).embed_queries(["x"])
    assert caught.value.expected == "0" * 64
    assert isinstance(caught.value, ModelError)


def test_explicit_settings_win_over_spec(tmp_path):
    spec = ModelSpec("x", "1", "", 8, "q: ", "p: ", False, 128)
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "spec.json").write_text(json.dumps(spec.to_json()))
    found = load_embedder(str(tmp_path), query_prefix="", segmented=True).spec
    assert (found.query_prefix, found.passage_prefix, found.segmented) == ("", "p: ", True)


@pytest.mark.parametrize(
    ("name", "prefix", "segmented"),
    [
        ("intfloat/multilingual-e5-base", "query: ", False),
        ("bkai-foundation-models/vietnamese-bi-encoder", "", True),
        ("BAAI/bge-m3", "", False),
    ],
)
def test_families_know_their_settings(name, prefix, segmented):
    from models.load import _family_spec

    spec = _family_spec(name)
    assert (spec.query_prefix, spec.segmented, spec.dim) == (prefix, segmented, 0)
