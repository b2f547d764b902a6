"""Count the diacritic restorer's table, and measure it on what was held out.

python -m models.training.restorer --documents PATH... --articles PATH... --questions PATH...
    --names PATH... --unseen PATH... --out models/data/restorer.npz

Documents are parted by a hash of their text (near-duplicates together), 90 % counted, 5 % dev, 5 % test;
questions 80, 10 and 10 %. Settings are chosen on dev; figures are published from test.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from models.restorer import SyllableRestorer
from models.training.folder import sha256
from models.training.restorer.corpus import Corpus, Paths, read_corpus
from models.training.restorer.counts import Encoder
from models.training.restorer.measure import as_is, bare, figures, half, lines_of, measurable, plain
from models.training.restorer.packing import write_table
from models.training.restorer.smoothing import smooth
from models.training.restorer.splits import Split

PAIRS = 400_000
TRIPLES = 2_000_000
PHRASES_TIMES = 4  # counted so often, being few
SHORT = 15  # syllables of the question that is timed, about


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the table and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=Path, nargs="+", required=True, help="official texts")
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="question-titled articles")
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path, nargs="*", default=[], help="places; counted only")
    parser.add_argument("--unseen", type=Path, nargs="*", default=[], help="questions never counted")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="kept at most")
    parser.add_argument("--triples", type=int, default=TRIPLES, help="kept at most")
    parser.add_argument("--measure-only", action="store_true")
    options = parser.parse_args(arguments)
    corpus = read_corpus(
        Paths(options.documents, options.articles, options.questions, options.names, options.unseen)
    )
    if not options.measure_only:
        build(corpus, options.out, options.pairs, options.triples)
    print(f"{options.out}: {options.out.stat().st_size} bytes, sha256 {sha256(options.out)}")
    for split in (Split.DEV, Split.TEST):
        report(corpus, options.out, split)


def build(corpus: Corpus, out: Path, pairs: int, triples: int) -> None:
    """Count the training part of a corpus and write the table."""
    encoder = Encoder()
    encoder.add(corpus.prose[Split.TRAIN])
    encoder.add(corpus.articles)
    for questions in corpus.questions[Split.TRAIN].values():
        encoder.add(questions)
    encoder.add(corpus.names)
    encoder.add(corpus.phrases, PHRASES_TIMES)
    names, ids = encoder.finish()
    model = smooth(ids, len(names), pairs, triples)
    write_table(names, model, out)
    print(f"{len(ids)} units, {len(names)} kept, {len(model.pairs)} pairs, {len(model.triples)} triples")


def report(corpus: Corpus, table: Path, split: Split) -> None:
    """Print a table of figures and the times."""
    started = time.perf_counter()
    restorer = SyllableRestorer(table)
    print(f"loaded in {1000 * (time.perf_counter() - started):.0f} ms")
    sets = {"official lines": lines_of(corpus.prose[split])}
    sets |= {name: measurable(texts) for name, texts in corpus.questions[split].items()}
    print(
        f"| {split} | texts | syllables | bare | wholly | bare, plain | half bare | unchanged if accented |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, texts in sets.items():
        if not texts:
            continue
        as_bare, as_half = figures(restorer, texts, bare), figures(restorer, texts, half)
        as_plain = figures(restorer, [plain(text) for text in texts], bare)
        unchanged = figures(restorer, texts, as_is).unchanged
        print(
            f"| {name} | {as_bare.texts} | {as_bare.words} | {as_bare.right:.4f} | {as_bare.whole:.3f} "
            f"| {as_plain.right:.4f} | {as_half.right:.4f} | {unchanged:.4f} |"
        )
    questions = [text for name, texts in sets.items() if name != "official lines" for text in texts]
    print_times(restorer, [bare(text) for text in questions if abs(len(text.split()) - SHORT) <= 1][:500])


def print_times(restorer: SyllableRestorer, texts: list[str]) -> None:
    """Print the processor time that questions of about `SHORT` syllables take."""
    times = []
    for text in texts:
        started = time.thread_time()
        restorer.restore(text)
        times.append(1000 * (time.thread_time() - started))
    if len(times) > 1:
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{len(times)} bare questions of about {SHORT} syllables: p50 {p50:.2f}, p95 {p95:.2f} ms CPU")


if __name__ == "__main__":
    main()
