"""The rows of the table: what is compared over every set and form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.quality.retrieval.bm25 import BM25
from benchmarks.quality.retrieval.forms import Form, typed
from benchmarks.quality.retrieval.legs import Pool, Ranking, Understanding, dense_leg, lexical_leg
from benchmarks.quality.retrieval.types import RetrievalSet, Run
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.manifest import Options
from search.fuse import Leg, fuse

ROWS = ("bm25", "bm25-folded", "base", "dense", "lexical", "rrf", "hybrid")
_RRF = 60
_KEPT = 100  # items of a run


@dataclass(frozen=True)
class Bench:
    """One set, made ready once for all its forms."""

    asked: RetrievalSet
    pool: Pool
    rows: Sequence[str]
    options: Options
    understand: Understanding
    model: VectorStore | None
    base: VectorStore | None

    def runs(self, form: Form) -> dict[str, Run]:
        """Return the run of every row for the questions typed in `form`."""
        questions = {key: typed(text, form, key) for key, text in self.asked.queries.items()}
        found = self._compared(questions)
        legs = self._legs([self.understand(text) for text in questions.values()])
        found |= {
            name: self._run(questions, rankings) for name, rankings in legs.items() if name in self.rows
        }
        for name, fused in (("rrf", _rrf), ("hybrid", self._fused)):
            if name in self.rows and len(legs) == 2:
                pairs = zip(legs["dense"], legs["lexical"], strict=True)
                found[name] = self._run(questions, [fused(dense, lexical) for dense, lexical in pairs])
        return {name: found[name] for name in self.rows if name in found}

    def _compared(self, questions: Mapping[str, str]) -> dict[str, Run]:
        """Return the rows that take questions as they were typed."""
        found: dict[str, Run] = {}
        documents = self.asked.documents
        if self.asked.by_passage:
            documents = {piece.id: piece.text for piece in self.pool.pieces}
        for name in ("bm25", "bm25-folded"):
            if name in self.rows:
                found[name] = BM25(documents, folded=name != "bm25").run(questions)
        if self.base and "base" in self.rows:
            vectors = self.base.passages([piece.text for piece in self.pool.pieces])
            found["base"] = self._run(
                questions, dense_leg(self.pool, vectors, self.base, list(questions.values()))
            )
        return found

    def _legs(self, texts: Sequence[str]) -> dict[str, list[Ranking]]:
        legs = {"lexical": lexical_leg(self.pool, texts)}
        if self.model and {"dense", "rrf", "hybrid"} & set(self.rows):
            vectors = self.model.passages([piece.text for piece in self.pool.pieces])
            legs["dense"] = dense_leg(self.pool, vectors, self.model, texts)
        return legs

    def _fused(self, dense: Ranking, lexical: Ranking) -> list[tuple[str, float]]:
        legs = [Leg(self.options.dense, dense), Leg(self.options.lexical, lexical)]
        return [(item.passage_id, item.score) for item in fuse(legs)]

    def _run(
        self, questions: Mapping[str, str], rankings: Sequence[Ranking | list[tuple[str, float]]]
    ) -> Run:
        run: Run = {}
        for key, ranking in zip(questions, rankings, strict=True):
            scored = [(one.passage_id, one.score) if not isinstance(one, tuple) else one for one in ranking]
            run[key] = self._items(scored)
        return run

    def _items(self, scored: Sequence[tuple[str, float]]) -> dict[str, float]:
        """Keep the best passage of each document, unless passages are judged."""
        items: dict[str, float] = {}
        for passage_id, score in scored:
            item = passage_id if self.asked.by_passage else self.pool.documents[passage_id]
            items.setdefault(item, score)
        return dict(list(items.items())[:_KEPT])


def _rrf(*rankings: Ranking) -> list[tuple[str, float]]:
    """Fuse by ranks. Source: Cormack, Clarke & Büttcher, "Reciprocal rank fusion", SIGIR 2009."""
    sums: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, 1):
            sums[item.passage_id] = sums.get(item.passage_id, 0.0) + 1 / (_RRF + rank)
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
