from hypothesis import given
from hypothesis import strategies as st

from api.chat.dify import Comparison, MetadataConditions
from api.chat.metadata import FIELDS, Condition, Relation, fault_in
from api.chat.vector_stores import CompoundFilter

FACTS = {
    "document_id": "d1", "number": "12-CV/TU", "kind": "công văn", "title": "Công văn mẫu", "year": 2024,
    "issued_on": "2024-04-03", "source": "cv12.txt", "ocr": False, "issuer": "Thành ủy Cần Thơ",
}  # fmt: skip


def holds(name, operator, value=None, facts=FACTS):
    conditions = [{"name": name, "comparison_operator": operator, "value": value}]
    return MetadataConditions.model_validate({"conditions": conditions}).test(facts)


def test_every_operator_of_dify():
    true = [
        ("title", "contains", "VĂN"), ("title", "not contains", "nghị quyết"),
        ("issuer", "not contains", "x"),
        ("source", "start with", "cv"), ("source", "end with", ".TXT"), ("kind", "is", "Công văn"),
        ("number", "is", "12 - CV/TU"), ("kind", "is not", "quyết định"), ("kind", "in", ["a", "công văn"]),
        ("kind", "in", "a, công văn"), ("kind", "not in", ["a"]), ("signer", "empty", None),
        ("signer", "null", None), ("kind", "not empty", None), ("kind", "not null", None),
        ("year", "=", 2024),
        ("year", "=", "2024"), ("year", "≠", 2023), ("year", ">", 2023), ("year", "<", "2025"),
        ("year", "≥", 2024), ("year", "≤", 2024.0), ("issued_on", "before", "2024-04-04"),
        ("issued_on", "after", "02/04/2024"), ("issued_on", "after", 1712000000),
        ("issued_on", "≤", "2024-04-03T10:00:00+07:00"), ("issued_on", "is", "03/4/2024"),
        ("ocr", "is", "false"),
        (["title", "issuer"], "contains", "Cần Thơ"),
    ]  # fmt: skip
    for name, operator, value in true:
        assert holds(name, operator, value), (name, operator, value)
    assert {operator for _, operator, _ in true} == {str(each) for each in Comparison}
    false = [
        ("title", "contains", "nghị quyết"), ("title", "not contains", "văn"), ("source", "start with", "x"),
        ("source", "end with", "x"), ("kind", "is", "công"), ("number", "is", "13-CV/TU"),
        ("kind", "is not", "Công văn"), ("kind", "in", []), ("kind", "not in", ["công văn"]),
        ("kind", "empty", None), ("signer", "not empty", None), ("year", "=", 2023), ("year", "≠", 2024),
        ("year", ">", 2024), ("year", "<", 2024), ("year", "≥", 2025), ("year", "≤", 2023),
        ("issued_on", "before", "2024-04-03"), ("issued_on", "after", "2024-04-03"),
        ("effective_on", "after", "2000-01-01"), (["title", "issuer"], "not contains", "Cần Thơ"),
    ]  # fmt: skip
    for name, operator, value in false:
        assert not holds(name, operator, value), (name, operator, value)


def test_conditions_are_joined():
    conditions = [
        {"name": "kind", "comparison_operator": "is", "value": "công văn"},
        {"name": "year", "comparison_operator": ">", "value": 2030},
    ]
    for operator, expected in (("and", False), ("or", True), (None, False)):
        joined = MetadataConditions.model_validate({"logical_operator": operator, "conditions": conditions})
        assert joined.test(FACTS) is expected
    assert MetadataConditions.model_validate({"conditions": []}).test is None
    assert MetadataConditions.model_validate({"conditions": None}).test is None


def test_filters_of_openai_nest():
    body = {
        "type": "and",
        "filters": [
            {"type": "eq", "key": "kind", "value": "công văn"},
            {"type": "or", "filters": [
                {"type": "gte", "key": "issued_on", "value": "2025-01-01"},
                {"type": "nin", "key": "year", "value": [2023, 2022]},
            ]},
        ],
    }  # fmt: skip
    assert CompoundFilter.model_validate(body).test(FACTS)
    body["filters"][1]["type"] = "and"
    assert not CompoundFilter.model_validate(body).test(FACTS)


names = st.sampled_from(FIELDS)
values = st.one_of(st.text(max_size=5), st.integers(), st.floats(allow_nan=False), st.booleans())
facts = st.dictionaries(names, values)


@given(names, st.sampled_from(Relation), st.lists(values, max_size=3), facts)
def test_a_negated_condition_is_the_opposite(name, relation, given_values, known):
    condition = Condition((name,), relation, tuple(given_values))
    opposite = Condition((name,), relation, tuple(given_values), negated=True)
    assert condition(known) is not opposite(known)
    fault_in(condition)
