"""Make the collections: the committed sets of the retrieval benchmark, alone, together and among others.

    python -m benchmarks.peers.prepare --data ../shared/data [--passages 60000]

`mixed` has the documents of every set but the samples, of dev and test; with --passages there is one
more, with articles and pages of the training part besides, until there are so many passages. What is
right is judged anew over all of them: a text that contains a right one, or stands in it, is right too.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers.job import Job, Passage, Question, write_job
from benchmarks.peers.vectors import VectorCache
from benchmarks.quality.retrieval.duplicates import Contained
from benchmarks.quality.retrieval.forms import Form, typed
from benchmarks.quality.retrieval.pool import Piece, cut, pieces_of
from benchmarks.quality.retrieval.sets import NAMES, SEED, read_set, text_id
from benchmarks.quality.retrieval.types import RetrievalSet
from models.load import DEFAULT
from models.training.pairs import Part, read_pairs

Sets = Mapping[tuple[str, Part], RetrievalSet]
PARTS: tuple[Part, ...] = ("dev", "test")
FORMS = (Form.AS_IS, Form.BARE)
MIXED = "mixed"
_QUESTIONS = 60  # of each set in a mixed collection, from its test part
_READY = "READY"


def prepare(build: Path, data: Path, passages: int = 0) -> list[Job]:
    """Write every collection that is not there under `build`/jobs; return all."""
    names = [f"{name}-{part}" for name in NAMES for part in PARTS] + list(_mixed_sizes(passages))
    jobs = [Job(build / "jobs" / name) for name in names]
    if not all((job.folder / _READY).exists() for job in jobs):
        _prepare(build, data, passages)
    return jobs


def _mixed_sizes(passages: int) -> dict[str, int]:
    return {MIXED: 0} | ({f"{MIXED}-{passages // 1000}k": passages} if passages else {})


def _prepare(build: Path, data: Path, passages: int) -> None:
    cache = VectorCache(build / "vectors", DEFAULT)
    asked: Sets = {(name, part): read_set(name, data, part) for name in NAMES for part in PARTS}
    for (name, part), one in asked.items():
        job = Job(build / "jobs" / f"{name}-{part}")
        if not (job.folder / _READY).exists():
            _write(job, one, pieces_of(one.documents), dict.fromkeys(one.queries, name), cache)
    named = {key: name for (name, _), one in asked.items() for key in one.queries}
    among = {key: one for key, one in asked.items() if key[0] != "samples"}
    for name, size in _mixed_sizes(passages).items():
        job = Job(build / "jobs" / name)
        if not (job.folder / _READY).exists():
            _write(job, *mixed(among, data, size), named, cache)


def mixed(asked: Sets, data: Path, passages: int) -> tuple[RetrievalSet, list[Piece]]:
    """Return the sets as one, with others until there are `passages`."""
    documents = {key: text for one in asked.values() for key, text in one.documents.items()}
    pieces = pieces_of(documents)
    others = sorted({pair.body for pair in read_pairs(data / "training")["train"]}, key=text_id)
    for text in random.Random(f"{SEED}/{MIXED}").sample(others, len(others)):
        if len(pieces) >= passages:
            break
        key = text_id(text)
        if key not in documents:
            documents[key] = text
            pieces += cut(key, text)
    contained = Contained(documents)
    queries: dict[str, str] = {}
    relevant: dict[str, frozenset[str]] = {}
    for (name, part), one in asked.items():
        if part == "test":
            keys = sorted(one.queries)
            for key in random.Random(f"{SEED}/{name}").sample(keys, min(_QUESTIONS, len(keys))):
                queries[key] = one.queries[key]
                like = [contained.like(one.documents[right]) for right in one.relevant[key]]
                relevant[key] = one.relevant[key].union(*like)
    return RetrievalSet(MIXED, queries, documents, relevant), pieces


def _write(
    job: Job, asked: RetrievalSet, pieces: Sequence[Piece], sets: Mapping[str, str], cache: VectorCache
) -> None:
    questions = [
        Question(key, sets[key], form.value, typed(text, form, key))
        for form in FORMS
        for key, text in asked.queries.items()
    ]
    passages = [Passage(one.id, one.document_id, one.text) for one in pieces]
    relevant = {key: sorted(right) for key, right in asked.relevant.items()}
    judged = "passages" if asked.by_passage else "documents"
    write_job(job.folder, dict(asked.documents), passages, questions, relevant, judged)
    np.save(job.folder / "question_vectors.npy", cache.questions([one.text for one in questions]))
    np.save(job.folder / "vectors.npy", cache.passages([one.text for one in passages]))
    (job.folder / _READY).touch()
    print(f"# {job.name}: {len(passages)} passages, {len(questions)} questions", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=Path("build/peers"))
    parser.add_argument("--passages", type=int, default=0)
    args = parser.parse_args()
    prepare(args.build, args.data, args.passages)


if __name__ == "__main__":
    main()
