"""Train the embedding model on pairs out of official texts.

python -m models.training.finetune --base models/weights/base --data DATA/training --out build/run1

`--matched` adds the pairs that `models.training.questions` wrote.
"""

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.training.batches import Batches
from models.training.clauses import clauses
from models.training.encoder import PASSAGE, QUERY, Encoder
from models.training.examples import Example, example
from models.training.lexical import Lexical
from models.training.measure import development, regulations
from models.training.objective import TOO_GOOD, contrast, negatives, shares, taught_by
from models.training.pairs import Pair, read_pairs
from models.training.questions import read
from models.training.shingles import Shingled

WARM_UP = 0.1
LAST_RATE = 0.05  # share of the peak that is left at the end
LONG_EVERY = 10  # every tenth step sees passages of twice the length, so that long ones are not forgotten


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of.

    Attributes:
        steps: optimiser steps at most.
        minutes: the run and its schedule end after so many, if the steps have not; 0 for no end.
        batch: pairs a step.
        rate: peak learning rate of AdamW, cosine decay.
        frozen: lowest layers that stay as they are, the embeddings with them; 0 trains everything.
        passage_tokens: longer passages are cut while training; at every `LONG_EVERY`th step at twice that.
        an_article: this many runs of clauses of every article are passages of their own.
        taught: share of the lexical teacher in the loss.
        averaged: the result is the mean of this many snapshots, evenly over the last third of the run.
        seed: of everything drawn.
    """

    steps: int = 600
    minutes: float = 0.0
    batch: int = 32
    rate: float = 3e-5
    frozen: int = 4
    passage_tokens: int = 96
    an_article: int = 2
    taught: float = 0.4
    averaged: int = 4
    seed: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="sentence-transformers folder to start from")
    parser.add_argument("--data", type=Path, required=True, help="folder with the training sources")
    parser.add_argument("--out", type=Path, required=True, help="folder for snapshots, log and weights")
    parser.add_argument("--look-every", type=int, default=120, help="steps between looks at the dev pairs")
    parser.add_argument("--pairs", type=int, default=0, help="take so many training pairs only")
    parser.add_argument("--matched", type=Path, help="questions matched with clauses, to train on besides")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(options, name) for name in asdict(Settings())})
    parts = read_pairs(options.data)
    pairs = parts["train"]
    if options.pairs:
        pairs = random.Random(settings.seed).sample(pairs, min(options.pairs, len(pairs)))
    held_out = Shingled(pair.body for pair in parts["dev"] + parts["test"])
    pairs = pairs + clauses(pairs, settings.an_article, random.Random(settings.seed), held_out)
    if options.matched:
        pairs += read(options.matched)
    train(
        options.base,
        pairs,
        parts["dev"] + regulations(options.data),
        options.out,
        settings,
        options.look_every,
    )


def train(
    base: Path, pairs: Sequence[Pair], dev: Sequence[Pair], out: Path, settings: Settings, look_every: int
) -> None:
    """Run the training; `out` gets log.jsonl, snapshots and weights.pt, their mean."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    encoder = Encoder(base, "cuda" if torch.cuda.is_available() else "cpu", settings.frozen)
    log = Log(out / "log.jsonl")
    log.write(settings=asdict(settings), pairs=len(pairs))
    optimizer = torch.optim.AdamW(encoder.trained(), lr=settings.rate, weight_decay=0.01)
    prepared = prepare(pairs, settings)
    snapshots = Snapshots(out, settings.averaged)
    started, step, way = time.monotonic(), 0, 0.0
    while way < 1:
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * rate_share(way)
        loss = loss_of(encoder, next(prepared), settings.taught)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.trained(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        way = progress(step, time.monotonic() - started, settings)
        log.write(step=step, loss=round(loss.item(), 4))
        snapshots.take(step, way, encoder)
        if step % look_every == 0:
            log.write(step=step, dev=development(encoder, dev))
    snapshots.finish(encoder)
    log.write(step=step, averaged=development(encoder, dev))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch, ready for the encoder.

    Attributes:
        typed: the queries.
        shown: the passage of each.
        clear: bool, (n, n): which passages count as negatives.
        teacher: float, (n, n): the lexical teacher's probabilities.
        tokens: passages are cut to so many.
    """

    typed: list[str]
    shown: list[str]
    clear: torch.Tensor
    teacher: torch.Tensor
    tokens: int


def prepare(pairs: Sequence[Pair], settings: Settings) -> Iterator[Prepared]:
    """Yield batches without end."""
    chance = random.Random(settings.seed)
    batches = Batches(pairs, settings.batch, chance)
    for number, batch in enumerate(batches, start=1):
        examples = [example(pair, chance) for pair in batch]
        shown = [each.shown for each in examples]
        allowed = negatives(batch, shown)
        likeness = shares(lexical_scores(batches.lexical, examples))
        clear = (allowed & (likeness < TOO_GOOD)).fill_diagonal_(True)
        tokens = settings.passage_tokens * (1 if number % LONG_EVERY else 2)
        yield Prepared([e.typed for e in examples], shown, clear, taught_by(likeness, allowed), tokens)


def loss_of(encoder: Encoder, batch: Prepared, taught: float) -> torch.Tensor:
    """Return the loss of one batch."""
    queries = encoder.encode(batch.typed, QUERY, 64)
    passages = encoder.encode(batch.shown, PASSAGE, batch.tokens)
    return contrast(
        queries, passages, batch.clear.to(encoder.device), batch.teacher.to(encoder.device), taught
    )


def lexical_scores(lexical: Lexical, examples: Sequence[Example]) -> npt.NDArray[np.float32]:
    """Return BM25 of each query for each passage; for its own, as it is before anything is taken from it."""
    asked = [each.asked for each in examples]
    scores = lexical.scores(asked, [each.shown for each in examples])
    whole = lexical.scores(asked, [each.right for each in examples]).diagonal()
    np.fill_diagonal(scores, np.maximum(whole, scores.diagonal()))
    return scores


def progress(step: int, seconds: float, settings: Settings) -> float:
    """Return how much of a run is over, by steps or by the clock."""
    by_clock = seconds / 60 / settings.minutes if settings.minutes else 0.0
    return max(step / settings.steps, by_clock)


def rate_share(way: float) -> float:
    """Return the share of the peak rate when so much of a run is over: linear warm-up, then a cosine."""
    if way < WARM_UP:
        return max(way / WARM_UP, LAST_RATE)
    return LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * (way - WARM_UP) / (1 - WARM_UP)))


class Snapshots:
    """Weights kept over the last third, to be averaged (Izmailov et al., UAI 2018).

    Args:
        folder: where they are written.
        count: how many, the end among them.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._due = [1 - i / (3 * count) for i in range(count)]  # the next one last
        self._paths: list[Path] = []

    def take(self, step: int, way: float, encoder: Encoder) -> None:
        """Keep the weights where one is due."""
        if self._due and way >= self._due[-1]:
            self._due = [due for due in self._due if due > way]
            self._paths.append(self._folder / f"step{step}.pt")
            torch.save(encoder.model.state_dict(), self._paths[-1])

    def finish(self, encoder: Encoder) -> None:
        """Write weights.pt, the mean, and give it to the encoder."""
        states = [torch.load(path, map_location="cpu") for path in self._paths]
        mean = {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}
        encoder.model.load_state_dict(mean)
        torch.save(mean, self._folder / "weights.pt")


class Log:
    """One JSON object a line, with the seconds since the start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._started = time.monotonic()

    def write(self, **row: object) -> None:
        """Append a line, and print it."""
        line = json.dumps({"seconds": round(time.monotonic() - self._started, 1), **row}, ensure_ascii=False)
        print(line, flush=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


if __name__ == "__main__":
    main()
