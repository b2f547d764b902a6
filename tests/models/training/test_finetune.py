import json
import math
import shutil
from importlib import import_module

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from models.load import DEFAULT, WEIGHTS
from models.training.examples import Example
from models.training.pairs import Pair


class Later:
    """A module that is imported when it is first used: torch takes seconds, of every worker that collects."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        return getattr(import_module(self._name), attribute)


torch, transformers = Later("torch"), Later("transformers")
encoder_of, finetune, folder_of, lexical_of, objective, shipping = (
    Later(f"models.training.{name}")
    for name in ("encoder", "finetune", "folder", "lexical", "objective", "ship")
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A model of two narrow layers, with the shipped tokenizer."""
    out = tmp_path_factory.mktemp("tiny") / "base"
    shutil.copytree(WEIGHTS / DEFAULT, out, ignore=shutil.ignore_patterns("*.safetensors", "README.md"))
    vocabulary = json.loads((out / "config.json").read_text())["vocab_size"]
    config = transformers.BertConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    torch.manual_seed(0)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(out)
    return out


PAIRS = [
    Pair("web", f"d{i}", f"câu hỏi về {w}?", "", "", f"quy định của pháp luật về {w} trong năm {i}")
    for i, w in enumerate(["đất đai", "nhà ở", "thuế", "y tế", "giáo dục", "biển", "rừng", "thủy lợi"] * 2)
]


def _told(queries, passages, allowed):
    """Return the loss without a teacher."""
    return objective.contrast(queries, passages, allowed, torch.eye(len(queries)), 0.0).item()


def test_loss_of_a_sure_and_of_a_blind_model():
    allowed = torch.ones(4, 4, dtype=torch.bool)
    vectors = torch.nn.functional.normalize(torch.randn(4, max(objective.DIMS)), dim=-1)
    assert _told(vectors, vectors, allowed) < 0.05
    same = torch.ones(4, max(objective.DIMS)) / math.sqrt(max(objective.DIMS))
    assert _told(same, same, allowed) == pytest.approx(math.log(4), abs=1e-4)


def test_a_forbidden_negative_costs_nothing():
    same = torch.ones(2, max(objective.DIMS)) / math.sqrt(max(objective.DIMS))
    assert _told(same, same, torch.eye(2, dtype=torch.bool)) == pytest.approx(0, abs=1e-4)


def test_the_teacher_is_followed():
    vectors = torch.nn.functional.normalize(torch.randn(3, max(objective.DIMS)), dim=-1)
    allowed, even = torch.ones(3, 3, dtype=torch.bool), torch.full((3, 3), 1 / 3)
    agreed = objective.contrast(vectors, vectors, allowed, torch.eye(3), 1.0).item()
    assert agreed < 0.05
    assert objective.contrast(vectors, vectors, allowed, even, 1.0).item() > 10 * agreed
    same = torch.ones(3, max(objective.DIMS)) / math.sqrt(max(objective.DIMS))
    assert objective.contrast(same, same, allowed, even, 1.0).item() == pytest.approx(math.log(3), abs=1e-4)


def test_the_teacher_gives_copies_nothing_and_nobody_more_than_the_right_one():
    lexical = objective.shares(
        np.array([[2.0, 4.0, 1.0], [0.1, 5.0, 0.2], [0.0, 0.0, 0.0]], dtype=np.float32)
    )
    assert lexical[0].tolist() == [1.0, 2.0, 0.5]
    allowed = torch.tensor([[1, 1, 1], [0, 1, 1], [1, 1, 1]], dtype=torch.bool)
    teacher = objective.taught_by(lexical, allowed)
    assert torch.allclose(teacher.sum(1), torch.ones(3))
    assert teacher[0, 0] > teacher[0, 1] > teacher[0, 2]
    assert lexical[0, 1] > objective.TOO_GOOD
    assert teacher[1, 0] == 0
    assert teacher[2, 2] > 0.99  # where no word is shared, the right one is still right


def test_the_teacher_sees_what_was_taken_from_the_passage():
    lexical = lexical_of.Lexical(["đất đai nhà ở", "thuế thu nhập", "đất trồng lúa"])
    taken = Example("dat trong lua", "phần còn lại", "đất trồng lúa", "đất trồng lúa phần còn lại")
    other = Example("thue", "thuế thu nhập", "thuế", "thuế thu nhập")
    scores = finetune.lexical_scores(lexical, [taken, other])
    assert scores[0, 0] > 0.5
    assert scores[1, 1] > 0
    assert scores[0, 1] == scores[1, 0] == 0


def test_copies_and_equal_queries_are_no_negatives():
    batch = [PAIRS[0], PAIRS[1], PAIRS[8]]
    shown = [
        "một hai ba bốn năm sáu bảy tám chín",
        "khác hẳn " * 9,
        "một hai ba bốn năm sáu bảy tám chín mười",
    ]
    assert objective.negatives(batch, shown).tolist() == [
        [True, True, False],
        [True, True, True],
        [False, True, True],
    ]


def test_other_parts_of_the_article_asked_for_are_no_negatives():
    heading = Pair("headings", "d", "Kinh phí", "", "Kinh phí", "một hai ba bốn năm sáu bảy tám chín")
    sibling = Pair("clauses", "d", "khác", "", "Kinh phí", "khác hẳn những từ kia và dài hơn nhiều lần")
    shown = [heading.body, sibling.body]
    assert objective.negatives([heading, sibling], shown).tolist() == [[True, False], [True, True]]


def test_rate_rises_and_falls():
    rates = [finetune.rate_share(step / 100) for step in range(101)]
    assert rates[0] < rates[5] < rates[10] == pytest.approx(1)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[-1] == pytest.approx(0.05, abs=0.01)


def test_a_run_ends_by_its_steps_or_by_the_clock():
    assert finetune.progress(50, 1e9, finetune.Settings(steps=100)) == 0.5
    assert finetune.progress(50, 45 * 60, finetune.Settings(steps=100, minutes=60)) == 0.75


def test_order_of_texts_is_kept(tiny):
    texts = ["một", "một hai ba bốn năm sáu bảy", "một hai", "tám chín " * 20]
    encoder = encoder_of.Encoder(tiny, "cpu")
    encoder.model.eval()
    with torch.inference_mode():
        together = encoder.encode(texts, encoder_of.PASSAGE, 64, tokens=16)
        alone = torch.cat([encoder.encode([text], encoder_of.PASSAGE, 64) for text in texts])
    assert torch.allclose(together, alone, atol=2e-2)


def test_training_learns_and_leaves_the_frozen_alone(tiny, tmp_path):
    settings = finetune.Settings(steps=12, batch=8, rate=3e-3, frozen=1, averaged=2)
    finetune.train(tiny, PAIRS, PAIRS, tmp_path, settings, look_every=6)
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert len(losses) == 12
    assert np.mean(losses[-3:]) < np.mean(losses[:3])
    assert "web/stripped" in rows[-1]["averaged"]
    mean, before = torch.load(tmp_path / "weights.pt"), load_file(tiny / "model.safetensors")
    for name, value in mean.items():
        moved = not np.allclose(value.numpy(), before[name], atol=1e-6)
        assert moved == name.startswith("encoder.layer.1."), name


def test_shipping_merges_and_states_the_digest(tiny, tmp_path):
    before = load_file(tiny / "model.safetensors")
    trained = {name: torch.from_numpy(value) + 1 for name, value in before.items()}
    torch.save(trained, tmp_path / "weights.pt")
    digest = shipping.ship(tiny, [tmp_path / "weights.pt"], 0.25, tmp_path / "out")
    after = load_file(tmp_path / "out" / "model.safetensors")
    for name, value in before.items():
        assert after[name].dtype == np.float16
        assert np.allclose(after[name], value + 0.25, atol=2e-3)
    spec = json.loads((tmp_path / "out" / "spec.json").read_text())
    assert spec["sha256"] == digest == folder_of.sha256(tmp_path / "out" / "model.safetensors")
    assert "25%" in spec["revision"]


def test_what_training_did_not_touch_is_shipped_as_it_was(tiny, tmp_path):
    folder = tmp_path / "base"
    shutil.copytree(tiny, folder)
    tensors = load_file(folder / "model.safetensors") | {"pooler.dense.bias": np.ones(3, np.float32)}
    save_file(tensors, folder / "model.safetensors")
    torch.save({}, tmp_path / "weights.pt")
    shipping.ship(folder, [tmp_path / "weights.pt"], 1.0, tmp_path / "out")
    assert load_file(tmp_path / "out" / "model.safetensors")["pooler.dense.bias"].tolist() == [1, 1, 1]
