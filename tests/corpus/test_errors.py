"""Errors travel from the process that reads to the one that reports."""

import inspect
import pickle

import pytest

import corpus.errors
from corpus.errors import CorpusError

CLASSES = [
    each
    for each in vars(corpus.errors).values()
    if inspect.isclass(each) and issubclass(each, CorpusError) and each is not CorpusError
]
VALUES = {"source": "a.txt", "errno": 13, "limit": 5, "seconds": 3.0, "tool": "x", "package": "y"}


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_survive_pickling_with_their_facts(kind):
    names = [name for name in inspect.signature(kind).parameters if name not in ("args", "kwargs")]
    error = kind(*(VALUES.get(name, name) for name in names))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), vars(again), again.args) == (kind, vars(error), error.args)
