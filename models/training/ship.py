r"""Write trained weights as a folder to ship: merged with the base model, in float16, with spec.

    python -m models.training.ship --base build/train/base --weights build/train/run/weights.pt --share 0.7 \
        --out models/weights/e5-small-vi

Merging with the model one started from keeps what small training data would make it forget (Wortsman et al.,
"Robust fine-tuning of zero-shot models", CVPR 2022; Xiao et al., "LM-Cocktail", ACL Findings 2024).
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file, save_file

from models.spec import ModelSpec
from models.training import folder
from models.training.card import trained_card

REVISION = "multilingual-e5-small, vocabulary cut to Vietnamese, trained on official texts; {share:.0%} of it"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the folder and print the digest of its weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder the training started from")
    parser.add_argument("--weights", type=Path, required=True, nargs="+", help="weights; of several the mean")
    parser.add_argument("--share", type=float, default=1.0, help="of the trained weights, from 0 to 1")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; what is there is replaced")
    options = parser.parse_args(arguments)
    digest = ship(options.base, options.weights, options.share, options.out)
    print(f"{options.out}: sha256 {digest}")


def ship(base: Path, weights: Sequence[Path], share: float, out: Path) -> str:
    """Write the merged model; return the SHA-256 of its weights file.

    Args:
        base: sentence-transformers folder.
        weights: state dicts of a BertModel, as `finetune` saves them.
        share: weight of the trained model in the merge; the base has the rest.
        out: folder to write.
    """
    merged = {name: value.astype(np.float16) for name, value in merge(base, weights, share).items()}
    if out != base:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(base, out)
    save_file(merged, out / folder.WEIGHTS, metadata={"format": "pt"})
    digest = folder.sha256(out / folder.WEIGHTS)
    spec = ModelSpec.from_json(json.loads((base / "spec.json").read_text(encoding="utf-8")))
    spec = replace(spec, name=out.name, sha256=digest, revision=REVISION.format(share=share))
    folder.write_spec(out, spec)
    card = trained_card(spec, (out / folder.WEIGHTS).stat().st_size)
    (out / "README.md").write_text(card, encoding="utf-8")
    return digest


def merge(base: Path, weights: Sequence[Path], share: float) -> dict[str, npt.NDArray[np.float32]]:
    """Return the base's tensors moved towards the mean of the trained ones; names they lack stay."""
    states = [torch.load(path, map_location="cpu") for path in weights]
    merged = {}
    for name, before in load_file(base / folder.WEIGHTS).items():
        value = before.astype(np.float32)
        if name in states[0]:
            mean = np.mean([state[name].float().numpy() for state in states], axis=0)
            value = (1 - share) * value + share * mean
        merged[name] = value
    return merged


if __name__ == "__main__":
    main()
