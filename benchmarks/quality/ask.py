"""Ask a file of questions with known answers and judge what comes back.

    python -m benchmarks.quality.ask --data-dir DIR --questions FILE.jsonl [--split dev|test|held] [--wrong]

Prints per type: questions, right first value in the right document, right value anywhere, right document
among the first five hits, abstentions right and wrong; then latency. A question is right when the first
answer's value agrees with an acceptable one (equal, or one contains the other, letters folded) and stands in
the right document; an unanswerable one when it is abstained from.
"""

import argparse
import json
import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.letters import fold_letters
from search.types import Answer, AskResult, Status

_NOISE = re.compile(r"[^\w%]+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what a right answer must say."""

    id: str
    question: str
    type: str
    sources: tuple[str, ...]
    values: tuple[str, ...]
    answered: bool
    form: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question went."""

    gold: Gold
    result: AskResult
    right: bool
    right_anywhere: bool
    document_found: bool


def read_gold(path: Path, split: str | None) -> list[Gold]:
    """Read gold questions of either file of this project."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if split and entry.get("split") != split:
            continue
        values = entry.get("values", entry.get("value")) or []
        sources = [entry.get("source"), *entry.get("alternative_sources", [])]
        found.append(
            Gold(
                entry["id"],
                entry["question"],
                entry["type"],
                tuple(source for source in sources if source),
                tuple([values] if isinstance(values, str) else values),
                entry["status"] == "answered",
                entry.get("form", "plain"),
            )
        )
    return found


def judge(gold: Gold, result: AskResult) -> Verdict:
    """Compare a result with its gold."""
    if not gold.answered:
        right = result.status is Status.ABSTAINED
        return Verdict(gold, result, right, right, True)
    agreeing = [_agrees(answer, gold) for answer in result.answers]
    found = any(hit.document.source in gold.sources for hit in result.hits[:5])
    return Verdict(gold, result, bool(agreeing) and agreeing[0], any(agreeing), found)


def _agrees(answer: Answer, gold: Gold) -> bool:
    if gold.sources and answer.citation.document.source not in gold.sources:
        return False
    given = [plain(answer.value), *(plain(value) for value in answer.normalized.values())]
    return any(same(one, plain(value)) for value in gold.values for one in given)


def same(one: str, other: str) -> bool:
    """Tell whether two plain values agree: equal, or one within the other."""
    contained = f" {one} " in f" {other} " or f" {other} " in f" {one} "
    return one == other or (contained and min(len(one), len(other)) >= 4)


def plain(text: str) -> str:
    """Return a value without marks, case and signs."""
    return _NOISE.sub(" ", fold_letters(text)).strip()


def table(verdicts: Sequence[Verdict]) -> str:
    """Lay the figures out by type, then by form."""
    rows = [f"{'':24}{'n':>5}{'right':>8}{'any':>8}{'doc@5':>8}"]
    for name, key in (
        ("type", lambda v: v.gold.type),
        ("form", lambda v: v.gold.form),
        ("", lambda _: "all"),
    ):
        groups: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.gold.answered:
                groups[key(verdict)].append(verdict)
        rows += [_row(f"{name} {group}".strip(), held) for group, held in sorted(groups.items())]
    unanswerable = [v for v in verdicts if not v.gold.answered]
    wrongly = [v for v in verdicts if v.gold.answered and v.result.status is Status.ABSTAINED]
    answerable = len(verdicts) - len(unanswerable)
    rows.append(f"abstained rightly {sum(v.right for v in unanswerable)}/{len(unanswerable)}")
    rows.append(f"abstained wrongly {len(wrongly)}/{answerable}")
    return "\n".join(rows)


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    n = len(verdicts)
    shares = (
        sum(v.right for v in verdicts) / n,
        sum(v.right_anywhere for v in verdicts) / n,
        sum(v.document_found for v in verdicts) / n,
    )
    return f"{name:24}{n:5}" + "".join(f"{share:8.3f}" for share in shares)


def _explain(verdict: Verdict) -> str:
    gold, result = verdict.gold, verdict.result
    given = [f"{a.value[:80]!r} ({a.citation.document.source})" for a in result.answers[:2]] or [
        f"abstained: {result.reason}"
    ]
    wanted = f"{list(gold.values)[:2]} {gold.sources[:1]}" if gold.answered else "abstention"
    head = f"{gold.id} [{gold.type}>{result.query.type}] {gold.question}"
    return f"{head}\n    want {wanted}\n    got  {'; '.join(given)}"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "test", "held"))
    parser.add_argument("--wrong", action="store_true", help="print the questions that went wrong")
    args = parser.parse_args()
    runtime = Runtime.open(Settings.load(data_dir=args.data_dir))
    engine = runtime.engine()
    questions = read_gold(args.questions, args.split)
    engine.ask(questions[0].question)
    verdicts = [judge(gold, engine.ask(gold.question)) for gold in questions]
    if args.wrong:
        print("\n".join(_explain(v) for v in verdicts if not v.right))
    print(table(verdicts))
    times = sorted(v.result.took_ms for v in verdicts)
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"ask: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms over {len(times)} questions")


if __name__ == "__main__":
    main()
