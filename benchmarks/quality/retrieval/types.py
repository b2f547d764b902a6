"""What the modules of the benchmark hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass

Run = dict[str, dict[str, float]]  # query id -> item id -> score; higher is better


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions, what to search, and what is right.

    Attributes:
        name: as it is asked for on the command line.
        queries: query id -> question.
        documents: document id -> text, as a file would hold it.
        relevant: query id -> ids of what is right: documents, or passages where `by_passage`.
        by_passage: passages are judged, not documents.
    """

    name: str
    queries: Mapping[str, str]
    documents: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]
    by_passage: bool = False
