"""Runs that something happens to: a text that changes meanwhile, a model or a caller that fails, old copies."""

from dataclasses import replace

import pytest

from indexer.texts import model_key
from models.protocols import Terms
from tests.indexer.fakes import FakeAnalyzer, record
from tests.indexer.test_sync import House

KEY = f"{1:016x}"


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.catalog.close()


def words(text: str) -> Terms:
    return FakeAnalyzer().analyze(text)


def meanwhile(house, monkeypatch, act) -> None:
    """Let something happen once while passages are embedded."""
    embed, left = house.embedder.embed_passages, [act]

    def embedding(texts):
        while left:
            left.pop()()
        return embed(texts)

    monkeypatch.setattr(house.embedder, "embed_passages", embedding)


@pytest.mark.parametrize("title", ["", "another title"])
def test_what_is_read_anew_while_it_is_embedded_is_embedded_anew(house, monkeypatch, title):
    house.catalog.put(record(1, ["giao ban"]))
    text = "giao ban" if title else "báo cáo"
    meanwhile(house, monkeypatch, lambda: house.catalog.put(record(1, [text], title)))
    house.sync()
    house.sync()
    stored = house.catalog.vectors([f"{KEY}-0000"], model_key(house.embedder.spec))
    assert stored[f"{KEY}-0000"] @ house.embedder._one(f"{title} {text}") == pytest.approx(1)


def test_other_facts_that_come_while_a_passage_is_embedded_cost_nothing(house, monkeypatch):
    one = record(1, ["giao ban"])
    house.catalog.put(one)
    changed = replace(one.document, provenance=replace(one.document.provenance, reader="docx"))
    meanwhile(house, monkeypatch, lambda: house.catalog.put(replace(one, document=changed)))
    assert (house.sync().embedded, house.sync().embedded) == (1, 0)
