"""Would a second stage over the best 20 passages pay? Late interaction measured, a cross-encoder timed.

    python -m benchmarks.quality.retrieval.second_stage --data ../shared/data --model FOLDER

Late interaction (Khattab & Zaharia, "ColBERT", SIGIR 2020) without training of its own: a question's score
with a passage is the mean over its tokens of the best cosine with a token of the passage, mixed into the
fused score. The weight is chosen on the dev part and reported on the test part. A cross-encoder as large as
the embedder would have to read question and passage together, 20 times: only its time is measured.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

from benchmarks.quality.retrieval.legs import Pool, Understanding, dense_leg, lexical_leg
from benchmarks.quality.retrieval.measures import mean, per_query
from benchmarks.quality.retrieval.sets import read_set
from benchmarks.quality.retrieval.types import RetrievalSet, Run
from benchmarks.quality.retrieval.vectors import VectorStore
from indexer.manifest import Options
from models.training.encoder import PASSAGE, QUERY, Encoder
from search.fuse import Fused, Leg, fuse

DEPTH = 20
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
SETS = ("statutes", "web", "regulations")
QUERIES = 100

Tokens = dict[str, torch.Tensor]  # passage id -> unit vectors of its tokens, shape (n, dim)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of the embedder")
    parser.add_argument("--cache", type=Path, default=Path(".bench"))
    args = parser.parse_args()
    encoder, store = Encoder(args.model, "cpu"), VectorStore(str(args.model), args.cache)
    encoder.model.eval()
    for name in SETS:
        for part in ("dev", "test"):
            figures = _late_interaction(read_set(name, args.data, part), encoder, store)
            print(name, part, *(f"{w}: {value:.4f}" for w, value in figures.items()), flush=True)
    print(f"cross-encoder of this size, 20 passages: {_cross_encoder_ms(encoder):.0f} ms")


def _late_interaction(asked: RetrievalSet, encoder: Encoder, store: VectorStore) -> dict[float, float]:
    """Return nDCG@10 for each weight of late interaction beside the fused score."""
    understand, options = Understanding(), Options()
    chosen = dict(list(asked.queries.items())[:QUERIES])
    with tempfile.TemporaryDirectory() as scratch:
        pool = Pool.of(asked, Path(scratch), options)
        texts = [understand(text) for text in chosen.values()]
        vectors = store.passages([piece.text for piece in pool.pieces])
        legs = zip(dense_leg(pool, vectors, store, texts), lexical_leg(pool, texts), strict=True)
        fused = [fuse([Leg(options.dense, dense), Leg(options.lexical, lexical)]) for dense, lexical in legs]
    wanted = {item.passage_id for ranking in fused for item in ranking[:DEPTH]}
    tokens = _token_vectors(encoder, {piece.id: piece.text for piece in pool.pieces if piece.id in wanted})
    late = []
    for text, ranking in zip(texts, fused, strict=True):
        asked_tokens = _token_vectors(encoder, {"": text}, QUERY)[""]
        late.append([_max_sim(asked_tokens, tokens[item.passage_id]) for item in ranking[:DEPTH]])
    figures = {}
    for weight in WEIGHTS:
        run: Run = {}
        for key, ranking, scores in zip(chosen, fused, late, strict=True):
            run[key] = _documents(pool, _mixed(ranking, scores, weight))
        values = per_query(asked, run)["nDCG@10"]
        figures[weight] = mean({key: value for key, value in values.items() if key in chosen})
    return figures


def _mixed(ranking: list[Fused], late: list[float], weight: float) -> list[tuple[str, float]]:
    """Return the best DEPTH passages in their new order."""
    low, high = min(late), max(late)
    first = [(score - low) / (high - low) if high > low else 1.0 for score in late]
    mixed = [
        (item.passage_id, (1 - weight) * item.score + weight * extra)
        for item, extra in zip(ranking[:DEPTH], first, strict=True)
    ]
    return sorted(mixed, key=lambda pair: (-pair[1], pair[0]))


def _documents(pool: Pool, ranking: list[tuple[str, float]]) -> dict[str, float]:
    best: dict[str, float] = {}
    for passage_id, score in ranking:
        best.setdefault(pool.documents[passage_id], score)
    return best


def _max_sim(query: torch.Tensor, passage: torch.Tensor) -> float:
    return float((query @ passage.T).max(dim=1).values.mean())


def _token_vectors(encoder: Encoder, texts: dict[str, str], prefix: str = PASSAGE) -> Tokens:
    """Return the unit vectors of every text's tokens, without the prefix and the special ones."""
    skipped = len(encoder.tokenizer(prefix.strip(), add_special_tokens=False)["input_ids"]) + 1
    found: Tokens = {}
    order = sorted(texts, key=lambda key: len(texts[key]))
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), 16):
            keys = order[at : at + 16]
            batch = encoder.tokenizer(
                [prefix + texts[key] for key in keys],
                truncation=True,
                max_length=512,
                padding=True,
                return_tensors="pt",
            )
            hidden = encoder.model(**batch).last_hidden_state
            for key, states, mask in zip(keys, hidden, batch["attention_mask"], strict=True):
                found[key] = normalize(states[skipped : int(mask.sum()) - 1].float(), dim=-1)
    return found


def _cross_encoder_ms(encoder: Encoder) -> float:
    """Return the median time to read 20 pairs of 25 + 220 tokens, bfloat16."""
    ids = torch.randint(10, 20_000, (20, 245))
    times = []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for _ in range(5):
            started = time.perf_counter()
            encoder.model(input_ids=ids, attention_mask=torch.ones_like(ids))
            times.append(1000 * (time.perf_counter() - started))
    return float(np.median(times))


if __name__ == "__main__":
    main()
