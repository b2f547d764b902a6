"""Train the embedding model on pairs out of official texts.

python -m models.training.finetune --base models/weights/base --data DATA/training --out build/run1
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from models.training.batches import batches, topics
from models.training.encoder import PASSAGE, QUERY, Encoder
from models.training.examples import example
from models.training.measure import development
from models.training.objective import info_nce, negatives
from models.training.pairs import Pair, read_pairs

WARM_UP = 0.1
LAST_RATE = 0.05  # share of the peak that is left at the end


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of.

    Attributes:
        steps: optimiser steps.
        batch: pairs a step.
        rate: peak learning rate of AdamW, cosine decay.
        frozen: lowest layers that stay as they are, the embeddings with them; 0 trains everything.
        passage_tokens: longer passages are cut while training.
        averaged: the result is the mean of this many snapshots, evenly over the last third of the run.
        seed: of everything drawn.
    """

    steps: int = 430
    batch: int = 64
    rate: float = 3e-5
    frozen: int = 4
    passage_tokens: int = 144
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
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(options, name) for name in asdict(Settings())})
    parts = read_pairs(options.data)
    pairs = parts["train"]
    if options.pairs:
        pairs = random.Random(settings.seed).sample(pairs, min(options.pairs, len(pairs)))
    train(options.base, pairs, parts["dev"], options.out, settings, options.look_every)


def train(
    base: Path, pairs: Sequence[Pair], dev: Sequence[Pair], out: Path, settings: Settings, look_every: int
) -> None:
    """Run the training; `out` gets log.jsonl, snapshots and weights.pt, their mean."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    encoder = Encoder(base, "cuda" if torch.cuda.is_available() else "cpu", settings.frozen)
    log = Log(out / "log.jsonl")
    log.write(settings=asdict(settings), pairs=len(pairs))
    optimizer = torch.optim.AdamW(encoder.trained(), lr=settings.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_share(step, settings.steps))
    source = batches(pairs, topics(pairs, seed=settings.seed), settings.batch, chance)
    snapshots = Snapshots(out, settings)
    encoder.model.train()
    for step in range(1, settings.steps + 1):
        loss = one_step(encoder, next(source), chance, settings)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.trained(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        log.write(step=step, loss=round(loss.item(), 4))
        snapshots.take(step, encoder)
        if step % look_every == 0:
            log.write(step=step, dev=development(encoder, dev))
    snapshots.finish(encoder)
    log.write(step=settings.steps, averaged=development(encoder, dev))


def one_step(encoder: Encoder, batch: list[Pair], chance: random.Random, settings: Settings) -> torch.Tensor:
    """Return the loss of one batch."""
    typed, shown = zip(*(example(pair, chance) for pair in batch), strict=True)
    allowed = negatives(batch, shown).to(encoder.device)
    queries = encoder.encode(typed, QUERY, 64)
    return info_nce(queries, encoder.encode(shown, PASSAGE, settings.passage_tokens), allowed)


def rate_share(step: int, steps: int) -> float:
    """Return the share of the peak rate at a step: linear warm-up, then a cosine."""
    warm = max(1, int(WARM_UP * steps))
    if step < warm:
        return (step + 1) / warm
    way = (step - warm) / max(1, steps - warm)
    return LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + float(torch.cos(torch.tensor(way * torch.pi))))


class Snapshots:
    """Weights kept on the way; their mean generalises better than the last (Izmailov et al., UAI 2018)."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        apart = max(1, settings.steps // 3 // max(1, settings.averaged))
        self._steps = {settings.steps - i * apart for i in range(settings.averaged)}

    def take(self, step: int, encoder: Encoder) -> None:
        """Keep the weights where the step is one of those chosen."""
        if step in self._steps:
            torch.save(encoder.model.state_dict(), self._folder / f"step{step}.pt")

    def finish(self, encoder: Encoder) -> None:
        """Write weights.pt, the mean, and give it to the encoder."""
        paths = [self._folder / f"step{step}.pt" for step in sorted(self._steps) if step > 0]
        states = [torch.load(path, map_location="cpu") for path in paths]
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
