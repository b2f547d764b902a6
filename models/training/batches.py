"""Batches of pairs whose passages resemble each other, so that in-batch negatives are hard.

Source: topic-aware sampling (Hofstätter et al., "Efficiently Teaching an Effective Dense Retriever with
Balanced Topic Aware Sampling", SIGIR 2021), with clusters of TF-IDF vectors instead of a model's.
"""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from models.textkeys import fold
from models.training.pairs import Pair

TOPIC = 16  # pairs of one topic in a batch
WEIGHTS = {"law": 3, "web": 2, "headings": 1}  # how often a pair of a source is drawn


def topics(pairs: Sequence[Pair], size: int = 48, seed: int = 0) -> npt.NDArray[np.int64]:
    """Return the cluster of each pair; clusters hold about `size` pairs."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    if len(pairs) < 2 * size:
        return np.zeros(len(pairs), dtype=np.int64)
    texts = [fold(f"{pair.query} {pair.body[:600]}".lower()) for pair in pairs]
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=3, max_df=0.2, sublinear_tf=True).fit_transform(
        texts
    )
    dense = normalize(TruncatedSVD(min(96, vectors.shape[1] - 1), random_state=seed).fit_transform(vectors))
    count = max(1, len(pairs) // size)
    labels = MiniBatchKMeans(count, random_state=seed, batch_size=4096, n_init=1).fit_predict(dense)
    return np.asarray(labels, dtype=np.int64)


def batches(
    pairs: Sequence[Pair], labels: npt.NDArray[np.int64], size: int, chance: random.Random
) -> Iterator[list[Pair]]:
    """Yield batches of `size` pairs without end; each is made of a few topics."""
    while True:
        by_topic: dict[int, list[Pair]] = {}
        for pair, label in zip(pairs, labels.tolist(), strict=True):
            by_topic.setdefault(label, []).extend([pair] * WEIGHTS.get(pair.source, 1))
        groups = [group for members in by_topic.values() for group in _groups(members, chance)]
        chance.shuffle(groups)
        batch: list[Pair] = []
        for group in groups:
            batch += group
            if len(batch) >= size:
                yield batch[:size]
                batch = batch[size:]


def _groups(members: list[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Yield the members of a topic in groups that hold no pair twice."""
    left = list(members)
    chance.shuffle(left)
    while left:
        group: dict[tuple[str, str], Pair] = {}
        rest = []
        for pair in left:
            key = (pair.document, pair.query)
            if len(group) < TOPIC and key not in group:
                group[key] = pair
            else:
                rest.append(pair)
        yield list(group.values())
        left = rest
