"""Whether an engine finds what the local index finds, over one data directory and its questions.

    python -m benchmarks.distributed.parity --data-dir DATA --index http://127.0.0.1:19530 QUESTIONS.jsonl ...

Each line of QUESTIONS is an object with a `question`. Both indexes are brought up to the catalog first; the
model is that of the settings. Prints the overlap of the first ten hits, equal answers, and times of both.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from api.engine.runtime import Runtime
from api.settings import LOCAL_INDEX, Settings

Found = list[tuple[list[str], tuple[object, ...], float, float]]  # hits, answer, seconds to search, to ask


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("questions", type=Path, nargs="+")
    args = parser.parse_args()
    lines = [line for path in args.questions for line in path.read_text("utf-8").splitlines() if line.strip()]
    questions = [str(json.loads(line)["question"]) for line in lines]
    here = answered(args.data_dir, LOCAL_INDEX, questions)
    there = answered(args.data_dir, args.index, questions)
    overlaps = [len({*a[0]} & {*b[0]}) / max(len(a[0]), 1) for a, b in zip(here, there, strict=True)]
    same = sum(a[1] == b[1] for a, b in zip(here, there, strict=True))
    told = {
        "questions": len(questions),
        "overlap_at_10": round(float(np.mean(overlaps)), 4),
        "least_overlap": min(overlaps),
        "same_first_answer": same,
        "local": times(here),
        "engine": times(there),
    }
    print(json.dumps(told))


def answered(data_dir: Path, index: str, questions: list[str]) -> Found:
    """Search and ask every question of one index."""
    runtime = Runtime.open(Settings(data_dir=data_dir, index=index))
    engine = runtime.engine()
    engine.search("co quan nao chu tri", 1)
    found: Found = []
    for question in questions:
        begun = time.perf_counter()
        hits = [hit.passage_id for hit in engine.search(question, 10).hits]
        between = time.perf_counter()
        result = engine.ask(question)
        ended = time.perf_counter()
        answer = (result.status, result.answers[0].value if result.answers else None)
        found.append((hits, answer, between - begun, ended - between))
    runtime.close()
    return found


def times(found: Found) -> dict[str, float]:
    """Return medians and 95th percentiles in milliseconds."""
    searching, asking = (1000 * np.array([one[place] for one in found]) for place in (2, 3))
    names = ("search_p50_ms", "search_p95_ms", "ask_p50_ms", "ask_p95_ms")
    values = (*np.percentile(searching, [50, 95]), *np.percentile(asking, [50, 95]))
    return {name: round(float(value), 1) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
