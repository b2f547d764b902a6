"""Write a sentence-transformers folder: Transformer, mean Pooling, Normalize."""

import hashlib
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from models.spec import ModelSpec
from models.training.q4 import Checkpoint, Shape
from models.training.vocabulary import TokenizerFile

MAX_TOKENS = 512
WEIGHTS = "model.safetensors"
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def bert_name(name: str) -> str:
    """Translate a tensor's name: "l3.fi.w" to "encoder.layer.3.intermediate.dense.weight"."""
    if name in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def write(
    folder: Path, checkpoint: Checkpoint, tokenizer: TokenizerFile, old_ids: list[int], half: bool
) -> str:
    """Write the model with the vocabulary rows `old_ids`; return the SHA-256 of the weights file."""
    folder.mkdir(parents=True, exist_ok=True)
    dtype = np.float16 if half else np.float32
    tensors = {bert_name(name): tensor.astype(dtype) for name, tensor in checkpoint.tensors.items()}
    word = EMBEDDING_NAMES["emb.word"]
    tensors[word] = np.ascontiguousarray(tensors[word][old_ids])
    # BertModel has a pooler that mean pooling never asks; without weights it would be drawn at random.
    hidden = checkpoint.shape.hidden
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype)
    save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    for name, value in _settings(checkpoint.shape, len(old_ids)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    return sha256(folder / WEIGHTS)


def write_spec(folder: Path, spec: ModelSpec) -> None:
    """Write spec.json beside the weights."""
    text = json.dumps(spec.to_json(), indent=2, ensure_ascii=False) + "\n"
    (folder / "spec.json").write_text(text, encoding="utf-8")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settings(shape: Shape, vocabulary: int) -> dict[str, object]:
    """Return the JSON files of the folder, in the form that every sentence-transformers since 2 reads."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "pad_token_id": 1,
            "torch_dtype": "float32",  # computed in single precision, whatever it is stored in
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
