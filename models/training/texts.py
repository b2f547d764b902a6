"""Read folders of text for counting: .txt, .md, .json.gz and .jsonl.gz."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".txt", ".md", ".json.gz", ".jsonl.gz")


def read_texts(paths: list[Path]) -> Iterator[str]:
    """Yield the texts of files and folders in name order; of JSON every string longer than 20 characters."""
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.name.endswith(SUFFIXES):
                yield from _read(file)


def _read(path: Path) -> Iterator[str]:
    if path.name.endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            if path.name.endswith(".jsonl.gz"):
                for line in lines:
                    yield from _strings(json.loads(line))
            else:
                yield from _strings(json.load(lines))
    else:
        yield path.read_text(encoding="utf-8", errors="replace")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 20:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
