"""Compare retrievers over held-out sets, each question typed in five ways.

    python -m benchmarks.quality.retrieval --data ../shared/data --model e5-small-vi --part test --out DIR

Rows: bm25 and bm25-folded (bm25s over whole documents, syllables and bigrams), base (--base, questions as
typed), dense (--model), lexical, hybrid (as the product searches) and rrf (its legs fused by rank). With
--out, figures.json and the TREC files of every row are written: `chidao eval` gives the same figures.
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.quality.retrieval.forms import Form
from benchmarks.quality.retrieval.legs import Pool, Understanding
from benchmarks.quality.retrieval.measures import mean, p_value, per_query
from benchmarks.quality.retrieval.report import Line, table, write, write_trec
from benchmarks.quality.retrieval.rows import ROWS, Bench
from benchmarks.quality.retrieval.sets import NAMES, read_set
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.manifest import Options

CACHE = Path(".bench")


def main() -> None:
    args = _arguments()
    model = VectorStore(args.model, args.cache) if args.model else None
    base = VectorStore(args.base, args.cache) if args.base else None
    options = Options()
    lines: list[Line] = []
    understand = Understanding()
    names = args.sets or [name for name in NAMES if name == "samples" or args.data]
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            asked = read_set(name, args.data, args.part)
            started = time.perf_counter()
            pool = Pool.of(asked, Path(scratch), options)
            bench = Bench(asked, pool, args.rows, options, understand, model, base)
            for form in args.forms:
                runs = bench.runs(form)
                lines += _lines(bench, form, runs)
                if args.out:
                    write_trec(args.out, asked, form, runs)
            sizes = (
                f"{len(asked.queries)} queries, {len(asked.documents)} documents, {len(pool.pieces)} passages"
            )
            print(f"# {name}: {sizes}, {time.perf_counter() - started:.0f} s", flush=True)
    print(table(lines))
    if args.out:
        about = {"part": args.part, "model": model.name if model else "", "base": base.name if base else ""}
        write(args.out, lines, about)


def _lines(bench: Bench, form: Form, runs: dict[str, dict[str, dict[str, float]]]) -> list[Line]:
    values = {row: per_query(bench.asked, run) for row, run in runs.items()}
    hybrid = values.get("hybrid")
    lines = []
    for row, measured in values.items():
        p = p_value(hybrid["nDCG@10"], measured["nDCG@10"]) if hybrid and row != "hybrid" else None
        means = {name: mean(of_query) for name, of_query in measured.items()}
        lines.append(Line(bench.asked.name, form, row, len(bench.asked.queries), means, p))
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the development data; without it, the samples alone")
    parser.add_argument("--model", help="name or folder of the dense model; none: no dense rows")
    parser.add_argument("--base", help="name or folder of a model to compare with")
    parser.add_argument("--part", choices=("train", "dev", "test"), default="dev")
    parser.add_argument("--sets", nargs="+", choices=NAMES)
    parser.add_argument("--forms", nargs="+", type=Form, choices=tuple(Form), default=tuple(Form))
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=ROWS)
    parser.add_argument("--out", type=Path, help="folder for figures.json and TREC files")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder for vectors (default: %(default)s)")
    args = parser.parse_args()
    if not args.data and set(args.sets or ()) - {"samples"}:
        parser.error("the sets but `samples` need the development data: --data FOLDER")
    return args


if __name__ == "__main__":
    main()
