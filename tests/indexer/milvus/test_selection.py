"""Whatever documents are wanted, the conditions together mean these and no others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.milvus import selection
from indexer.milvus.collection import among
from indexer.milvus.ledger import Holding
from indexer.milvus.selection import Shelf

LABELS = ("public", "internal", "mat")
IDS = [f"{key:016x}" for key in range(24)]
HELD = {key: Holding(key, LABELS[place % 3], 1, 1 + place % 4) for place, key in enumerate(IDS)}
IN = re.compile(r"(label|document_id) in \[([^\]]*)\]")


def means(where):
    """Return the documents that an engine would find under a condition."""

    def listed(match):
        values = set(re.findall('"([^"]*)"', match[2]))
        found = {key for key, one in HELD.items() if (one.label if match[1] == "label" else key) in values}
        return repr(found or {None})

    told = IN.sub(listed, where).replace("and not", "-").replace("or", "|") if where else repr(set(HELD))
    return eval(told, {"__builtins__": {}}) - {None}  # our own expression, as sets


wanted = st.sets(st.sampled_from([*IDS, "f" * 16])) | st.sets(st.sampled_from(LABELS)).map(
    lambda some: {key for key in IDS if HELD[key].label in some}
)


@given(wanted, st.sampled_from([0, 1, 3, 100]))
def test_conditions_find_what_is_wanted_and_tell_what_must_be_sorted_out(documents, named):
    before, selection.MOST_NAMED = selection.MOST_NAMED, named or 1
    try:
        chosen = Shelf(HELD).select(documents)
        conditions, by_name = chosen.conditions(), chosen.by_name()
    finally:
        selection.MOST_NAMED = before
    known = documents & set(IDS)
    found = [means(one.where) for one in conditions]
    assert set().union(*found) >= known
    assert all(part <= known for one, part in zip(conditions, found, strict=True) if one.exact)
    assert all(0 < one.share <= 1 for one in conditions)
    assert set().union(*(means(one.where) for one in by_name)) == known
    assert chosen.passages == sum(HELD[key].passages for key in known)


@given(st.sets(st.sampled_from(LABELS), min_size=1))
def test_all_documents_of_some_labels_are_told_by_labels_alone(labels):
    (condition,) = Shelf(HELD).select({key for key in IDS if HELD[key].label in labels}).conditions()
    assert "document_id" not in condition.where


def test_a_document_labelled_anew_is_named_apart():
    moved = IDS[0]
    chosen = Shelf(HELD).select({key for key in IDS if HELD[key].label == "public"} - {moved})
    assert chosen.without == {moved}
    assert moved in chosen.conditions()[0].where


@pytest.mark.parametrize("value", ['"] or document_id like "%', "a\\"])
def test_a_value_cannot_break_out_of_a_condition(value):
    with pytest.raises(ValueError, match="no value"):
        among("document_id", [value, "b"])
