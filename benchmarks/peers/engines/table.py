"""Which libraries there are, and in which environment each runs."""

from dataclasses import dataclass
from importlib import import_module

from benchmarks.peers.engines.base import Engine


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the class of an engine stands; `own` ones run in the environment of this project."""

    module: str
    name: str
    title: str
    own: bool = False


TABLE = {
    "ours": Entry("ours", "Ours", "Chỉ Đạo", own=True),
    "txtai": Entry("txtai", "Txtai", "txtai"),
    "haystack": Entry("haystack", "Haystack", "Haystack"),
    "langchain": Entry("langchain", "LangChain", "LangChain + FAISS"),
    "bm25s": Entry("bm25s", "Plain", "bm25s"),
    "bm25s-our-terms": Entry("bm25s", "OurTerms", "bm25s, our terms", own=True),
    "qdrant": Entry("qdrant", "Qdrant", "Qdrant, local mode"),
    "milvus": Entry("milvus", "Milvus", "Milvus Lite"),
}


def load(name: str) -> Engine:
    """Return the engine of that name; what it needs is imported when it is prepared."""
    entry = TABLE[name]
    made: Engine = getattr(import_module(f"benchmarks.peers.engines.{entry.module}"), entry.name)()
    return made
