"""The model cards: of the base model, and of the one trained from it."""

from models.spec import ModelSpec
from models.training.sources import TOKENIZER, WEIGHTS

_CARD = """\
---
license: mit
language: [vi]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
base_model: intfloat/multilingual-e5-small
---

# {name}

A small Vietnamese text embedder: `intfloat/multilingual-e5-small` (MIT licence, Wang et al. 2024,
"Multilingual E5 Text Embeddings: A Technical Report") with its vocabulary cut to what Vietnamese official
text needs. A plain sentence-transformers folder; nothing is trained here yet.

| | |
|---|---|
| architecture | BERT, 12 layers, hidden {dim}, 12 heads, {max_tokens} positions; mean pooling, unit vectors |
| vocabulary | {revision} |
| file | `model.safetensors`, float16 (computed in float32), {size:,} bytes |
| SHA-256 | `{sha256}` |
| input | `query: ` before a question, `passage: ` before a text to be found |

## How it was made

    python -m models.training.base --out models/weights/{name}

1. The weights come from `{weights.requirement}` (MIT), file `{weights.member}`, SHA-256
   `{weights.sha256}`: every large matrix in 4-bit blocks, which are multiplied out.
2. The tokenizer comes from `{tokenizer.requirement}`, file `{tokenizer.member}`, SHA-256
   `{tokenizer.sha256}`.
3. The unigram vocabulary of 250,002 pieces is cut to the ones in `models/training/pieces.txt`: every Latin
   character, every piece that occurs in Vietnamese official texts and questions as they are, in lower case,
   in upper case and without diacritics, and the commonest ASCII pieces besides. Ids are renumbered.

`--texts PATH...` counts the pieces afresh.

## Checked

`python -m models.training.parity` compares 100-word samples of official text (commands in its head):

- uncut, against the source package's own engine, 200 texts: cosine at least 0.9999;
- cut to this vocabulary, against the uncut one, 341 texts: {cut}.

## Limits

- It was quantised to 4 bits before it came here: slightly below the original on every task.
- Without diacritics it finds next to nothing; restore them first or search lexically as well.
- Scripts other than Latin are unknown to it, and languages other than Vietnamese and English are split into
  small pieces.
- Inputs beyond {max_tokens} tokens are cut.
"""

CUT = "cosine 1.0000 for every one"


def card(spec: ModelSpec, size: int) -> str:
    """Write the card of a base model whose weights file has `size` bytes."""
    return _CARD.format(**spec.to_json(), size=size, weights=WEIGHTS, tokenizer=TOKENIZER, cut=CUT)


_TRAINED = """\
---
license: mit
language: [vi]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
base_model: intfloat/multilingual-e5-small
---

# {name}

A small embedder for questions and passages of Vietnamese official text: `intfloat/multilingual-e5-small`
(MIT licence, Wang et al. 2024, "Multilingual E5 Text Embeddings: A Technical Report"), its vocabulary cut to
what such text needs, trained on statutes and questions about them. A plain sentence-transformers folder.

| | |
|---|---|
| architecture | BERT, 12 layers, hidden {dim}, 12 heads, {max_tokens} positions; mean pooling, unit vectors |
| recipe | {revision} |
| vector lengths | {dim}; the first 192 or 96 numbers, normalised anew, are vectors too (Matryoshka) |
| file | `model.safetensors`, float16, {size:,} bytes; computed in 8-bit integers or in float32 |
| SHA-256 | `{sha256}` |
| input | `query: ` before a question, `passage: ` before a text to be found |

## How it was made

`make train` runs all of it (a processor is enough; `make train-small` tries the pipeline in minutes):

1. `models.training.base`: weights from `{weights.requirement}` (MIT), matrices of 4 bits multiplied out;
   tokenizer from `{tokenizer.requirement}`; of 250,002 pieces those in `models/training/pieces.txt` are kept.
2. `models.training.finetune`: InfoNCE over in-batch negatives, temperature 0.02, batches of a few topics so
   that negatives are hard; copies of the right passage are no negatives. Queries are typed as they are, in
   lower case, abbreviated, without diacritics, or with marks missing. Embeddings and the lowest layers stay
   as they were. The mean of the last snapshots is the result.
3. `models.training.ship`: merged with the model it started from, in float16.

`models/training/RUNS.md` has the runs tried, with their figures.

## Data

No text of the data is in this project, and none can be read off the weights.

| source | pairs | rights |
|---|---|---|
| laws, decrees, circulars, decisions: heading or clause -> article | 11,878 | free of copyright |
| question-titled web pages on law -> the page | 4,200 | third-party, used for training alone |
| questions on land and housing law -> the clause | 472 | third-party, used for training alone |

Documents are split by a hash of their id before training; near-duplicates of held-out passages are dropped
(`models/training/pairs.py`). `benchmarks/quality/retrieval/heldout.tsv` lists what is held out.

## Figures

In `benchmarks/quality/retrieval/README.md`, with the commands that make them.

## Limits

- The base was quantised to 4 bits before it came here.
- Trained on some 16,000 pairs, mostly statutes: other kinds of text gain less.
- Without diacritics it finds much less; `models/restorer.py` puts them back first, and the lexical index
  does not need them.
- Scripts other than Latin are unknown to it, and languages other than Vietnamese and English are split into
  small pieces. Inputs beyond {max_tokens} tokens are cut.
"""


def trained_card(spec: ModelSpec, size: int) -> str:
    """Write the card of the trained model whose weights file has `size` bytes."""
    return _TRAINED.format(**spec.to_json(), size=size, weights=WEIGHTS, tokenizer=TOKENIZER)
