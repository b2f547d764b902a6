import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from models.embedder import SentenceTransformerEmbedder
from models.errors import BadModelFile, UnknownModel, WeightsChanged, WeightsMissing
from models.int8.embedder import Int8Embedder, _threads
from models.int8.folder import read_checkpoint, reason_not_understood
from models.load import DEFAULT, WEIGHTS, load_embedder
from models.training.folder import sha256

SHIPPED = WEIGHTS / DEFAULT
TEXTS = [
    "Giao Ban Tuyên giáo Thành ủy chủ trì, phối hợp với Văn phòng Thành ủy theo dõi, đôn đốc.",
    "",
    "co quan nao chu tri don doc cv 1023?",
    "Báo cáo kết quả trước ngày 25 hằng tháng; kinh phí 1.500 triệu đồng. " * 12,
    "Hà Nội, ngày 05 tháng 8 năm 2020",
]


@pytest.fixture(scope="module")
def int8():
    return load_embedder(f"int8:{DEFAULT}")


@pytest.fixture(scope="module")
def torch():
    return load_embedder(f"torch:{DEFAULT}")


def _folder(path, *, half, layers=3):
    """Write a small model drawn at random, with the shipped tokenizer and settings."""
    import torch
    from transformers import BertConfig, BertModel

    path.mkdir()
    for part in SHIPPED.iterdir():
        if part.name not in ("config.json", "model.safetensors", "spec.json"):
            (path / part.name).symlink_to(part)
    pieces = json.loads((SHIPPED / "config.json").read_text(encoding="utf-8"))["vocab_size"]
    config = BertConfig(
        vocab_size=pieces,
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=512,
        pad_token_id=1,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = BertModel(config)
        for parameter in model.parameters():
            parameter.data.mul_(4)  # the drawn ones are so small that nothing is attended to
    (model.half() if half else model).save_pretrained(path, safe_serialization=True)
    pooling = path / "1_Pooling"
    settings = json.loads((pooling / "config.json").read_text(encoding="utf-8"))
    pooling.unlink()
    pooling.mkdir()
    (pooling / "config.json").write_text(json.dumps(settings | {"word_embedding_dimension": 32}))
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return _folder(tmp_path_factory.mktemp("models") / "small", half=False)


def _edit(path, **values):
    config = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()  # it may be a link to the shipped file
    path.write_text(json.dumps(config | values))


def test_vectors_are_near_those_of_torch_under_one_spec(int8, torch):
    assert isinstance(int8, Int8Embedder)
    assert isinstance(torch, SentenceTransformerEmbedder)
    assert int8.spec == torch.spec
    cosines = np.sum(int8.embed_passages(TEXTS) * torch.embed_passages(TEXTS), axis=1)
    assert cosines.min() >= 0.99
    assert np.sum(int8.embed_queries(TEXTS[2:3]) * torch.embed_queries(TEXTS[2:3])) >= 0.99


@pytest.mark.parametrize("half", [False, True])
def test_sizes_come_from_the_folder(tmp_path, half):
    folder = _folder(tmp_path / "m", half=half, layers=2)
    assert reason_not_understood(folder) is None
    int8, torch = load_embedder(f"int8:{folder}"), load_embedder(f"torch:{folder}")
    assert (int8.spec.dim, int8.spec.max_tokens) == (torch.spec.dim, torch.spec.max_tokens) == (32, 512)
    assert int8.spec.sha256 == sha256(folder / "model.safetensors")
    found, expected = int8.embed_passages(TEXTS), torch.embed_passages(TEXTS)
    assert np.sum(found * expected, axis=1).min() >= 0.99
    centred = expected - expected.mean(axis=0)  # not all alike, so that agreement says something
    assert np.linalg.norm(centred, axis=1).min() > 0.05


def test_a_vector_depends_on_its_text_alone(int8):
    alone = np.concatenate([int8.embed_passages([text]) for text in TEXTS])
    assert np.array_equal(int8.embed_passages(TEXTS), alone)
    assert np.array_equal(int8.embed_passages(TEXTS[::-1]), alone[::-1])
    assert np.array_equal(int8.embed_passages(TEXTS * 3), np.concatenate([alone] * 3))


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_a_vector_does_not_depend_on_the_threads(small, threads):
    spec = load_embedder(str(small)).spec
    found = Int8Embedder(spec, small, threads=threads).embed_passages(TEXTS * 4)
    assert np.array_equal(found, Int8Embedder(spec, small, threads=3).embed_passages(TEXTS * 4))


def test_rows_are_unit_float32_and_none_for_no_text(int8):
    found = int8.embed_queries(TEXTS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert int8.embed_passages([]).shape == (0, int8.spec.dim)


def test_long_texts_are_cut(small):
    int8, torch = load_embedder(f"int8:{small}"), load_embedder(f"torch:{small}")
    long = "kế hoạch " * 600
    assert np.array_equal(int8.embed_passages([long]), int8.embed_passages([long + "thay đổi"]))
    assert np.sum(int8.embed_passages([long]) * torch.embed_passages([long])) >= 0.99


def test_weights_leave_room_for_the_sum_of_two_products():
    from onnx import TensorProto, load_from_string, numpy_helper

    from models.int8.graph import build

    model = load_from_string(build(read_checkpoint(SHIPPED)))
    matrices = [one for one in model.graph.initializer if one.data_type == TensorProto.INT8]
    assert len(matrices) == 4 * read_checkpoint(SHIPPED).shape.layers
    largest = max(int(np.abs(numpy_helper.to_array(one).astype(int)).max()) for one in matrices)
    assert 2 * 255 * largest < 2**15
    assert largest > 32  # the seven bits are used


def test_torch_is_not_imported():
    code = (
        "import sys; from models.load import load_embedder; load_embedder().embed_queries(['ai ký']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_changed_weights_are_refused(small, tmp_path):
    spec = load_embedder(str(small)).spec
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.write((small / "model.safetensors").read_bytes()[:-4] + b"\0\0\0\1")
    with pytest.raises(WeightsChanged) as caught:
        Int8Embedder(spec, tmp_path).warm()
    assert caught.value.expected == spec.sha256


def test_missing_weights_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr("models.load.WEIGHTS", tmp_path)
    with pytest.raises(WeightsMissing):
        load_embedder(f"int8:{DEFAULT}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", lambda data: data[:-100]),
        ("tokenizer.json", lambda data: b"{}"),
    ],
)
def test_broken_files_are_told(tmp_path, name, content):
    folder = _folder(tmp_path / "m", half=True, layers=1)
    data = (folder / name).read_bytes()
    (folder / name).unlink()
    (folder / name).write_bytes(content(data))
    with pytest.raises(BadModelFile, match=name.replace(".", r"\.")):
        load_embedder(f"int8:{folder}").embed_queries(["x"])


def test_weights_that_do_not_fit_the_config_are_told(tmp_path):
    folder = _folder(tmp_path / "m", half=True, layers=1)
    _edit(folder / "config.json", num_hidden_layers=2)
    with pytest.raises(BadModelFile, match=r"encoder\.layer\.1\..* has shape None"):
        load_embedder(str(folder)).embed_queries(["x"])


@pytest.mark.parametrize(
    ("file", "values", "reason"),
    [
        ("config.json", {"model_type": "roberta"}, "model_type 'roberta'"),
        ("config.json", {"hidden_act": "relu"}, "hidden_act 'relu'"),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}, "pools by pooling_mode_cls_token"),
        ("1_Pooling/config.json", {"pooling_mode": "lasttoken"}, "pools by lasttoken"),
        ("sentence_bert_config.json", {"do_lower_case": True}, "lower-cases"),
    ],
)
def test_other_models_are_left_to_torch(tmp_path, file, values, reason):
    folder = _folder(tmp_path / "m", half=True, layers=1)
    _edit(folder / file, **values)
    assert reason in (reason_not_understood(folder) or "")
    assert isinstance(load_embedder(str(folder)), SentenceTransformerEmbedder)
    with pytest.raises(UnknownModel, match="8-bit integers"):
        load_embedder(f"int8:{folder}")


def test_without_the_libraries_torch_computes(monkeypatch):
    monkeypatch.setattr("models.load.find_spec", lambda name: None if name == "onnxruntime" else object())
    assert isinstance(load_embedder(), SentenceTransformerEmbedder)
    with pytest.raises(UnknownModel, match="onnxruntime is not installed"):
        load_embedder(f"int8:{DEFAULT}")


@pytest.mark.parametrize(("value", "threads"), [("3", 3), ("4,2", 4)])
def test_threads_are_those_of_the_numeric_libraries(monkeypatch, value, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert _threads() == threads


@pytest.mark.parametrize("value", ["", "0", "many"])
def test_without_a_number_of_threads_all_processors_work(monkeypatch, value):
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: {0, 2, 5}, raising=False)
    assert _threads() == 3


def test_callers_who_come_together_share_the_threads():
    shared = Int8Embedder(load_embedder(f"int8:{DEFAULT}").spec, SHIPPED, threads=2)
    before = set(threading.enumerate())
    alone = [shared.embed_passages([text])[0] for text in TEXTS]
    with ThreadPoolExecutor(4) as callers:
        for found in callers.map(shared.embed_passages, [TEXTS] * 8):
            assert np.array_equal(found, alone)
        begun = set(threading.enumerate()) - before
    assert sum(thread.name.startswith("int8") for thread in begun) == 2


def test_a_text_that_cannot_be_embedded_ends_the_rest(int8):
    with pytest.raises(TypeError):
        int8.embed_passages(["a", "\ud800", *["b"] * 50])
    assert int8.embed_passages(["a", "b"]).shape == (2, 384)


def test_a_question_prepared_has_the_vector_of_one_asked_at_once(int8):
    for text in TEXTS:
        compute = int8.prepared_query(text)
        assert np.array_equal(compute(), int8.embed_queries([text]))
