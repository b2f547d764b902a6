"""What an index must say, worked out passage by passage in NumPy."""

import math
from collections import Counter
from types import SimpleNamespace

import numpy as np

from indexer.manifest import Options
from indexer.texts import passage_text
from tests.indexer.fakes import FakeAnalyzer, FakeEmbedder

K1, B = 1.2, 0.75
WEIGHTS = Options(accented=1.0, folded=0.25)


class Oracle:
    """Exact search over the passages of records."""

    def __init__(self, records):
        embedder, analyzer = FakeEmbedder(), FakeAnalyzer()
        pairs = [(one, record.document.title) for record in records for one in record.passages]
        texts = [passage_text(title, one) for one, title in pairs]
        self.owner = {one.id: one.document_id for one, _ in pairs}
        self.vectors = dict(zip(self.owner, embedder.embed_passages(texts), strict=True))
        self.terms = dict(zip(self.owner, map(analyzer.analyze, texts), strict=True))

    @property
    def means(self):
        """Return the mean lengths of all passages."""
        return SimpleNamespace(
            accented=np.mean([len(one.accented) for one in self.terms.values()]),
            folded=np.mean([len(one.folded) for one in self.terms.values()]),
        )

    def rank(self, scores, k, allowed):
        chosen = [key for key in scores if allowed is None or self.owner[key] in allowed]
        return sorted(chosen, key=lambda key: (-scores[key], key))[:k]

    def dense(self, query):
        wide = query.astype(np.float64)
        return {
            key: round(float(vector.astype(np.float64) @ wide), 6) for key, vector in self.vectors.items()
        }

    def lexical(self, terms, means=None, seen=None):
        """Return BM25 scores.

        `means` are the lengths that an index reckons with where they are not those of all passages, `seen`
        the documents that tell how rare a word is.
        """
        scores = {}
        for field, weight in (("accented", WEIGHTS.accented), ("folded", WEIGHTS.folded)):
            bags = {key: Counter(getattr(one, field)) for key, one in self.terms.items()}
            mean = getattr(means, field) if means else sum(bag.total() for bag in bags.values()) / len(bags)
            bags = {key: bag for key, bag in bags.items() if seen is None or self.owner[key] in seen}
            for word in set(getattr(terms, field)):
                having = [key for key, bag in bags.items() if word in bag]
                idf = math.log(1 + (len(bags) - len(having) + 0.5) / (len(having) + 0.5))
                for key in having:
                    count, length = bags[key][word], bags[key].total()
                    gain = count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean))
                    scores[key] = scores.get(key, 0.0) + weight * idf * gain
        return scores
