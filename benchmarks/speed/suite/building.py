"""How fast files become an index, stage by stage in one process, and by the command with its workers."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.corpora.pieces import SAMPLES
from benchmarks.speed.suite.machine import JSON
from corpus.catalog import Catalog, SeenFile
from corpus.names import file_origin, safe_name
from corpus.readers import read
from corpus.record import record_of
from indexer.sync import sync
from models.load import load_analyzer, load_embedder
from models.protocols import Analyzer, Embedder, Terms, Vectors
from models.spec import ModelSpec


@dataclass(slots=True)
class Stages:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of what is done inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


class TimedEmbedder:
    """An embedder whose passages are timed."""

    def __init__(self, embedder: Embedder, stages: Stages) -> None:
        self._embedder, self._stages = embedder, stages

    @property
    def spec(self) -> ModelSpec:
        """Describe the model."""
        return self._embedder.spec

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Embed texts, timed."""
        with self._stages.stage("embed"):
            return self._embedder.embed_passages(texts)

    def embed_queries(self, texts: list[str]) -> Vectors:
        """Embed questions."""
        return self._embedder.embed_queries(texts)


class TimedAnalyzer:
    """An analyzer that is timed."""

    def __init__(self, analyzer: Analyzer, stages: Stages) -> None:
        self._analyzer, self._stages = analyzer, stages

    @property
    def name(self) -> str:
        """Name the recipe."""
        return self._analyzer.name

    def analyze(self, text: str) -> Terms:
        """Return the terms, timed."""
        with self._stages.stage("terms"):
            return self._analyzer.analyze(text)


class NoAnalyzer:
    """Finds no terms, at no cost."""

    @property
    def name(self) -> str:
        """Name the recipe."""
        return "none"

    def analyze(self, text: str) -> Terms:
        """Return no terms."""
        return Terms((), ())


def files_of(data: Path | None, most: int) -> list[Path]:
    """Return real files to take in: directives of a data folder, or the shipped samples."""
    found = sorted(SAMPLES.glob("[0-9]*")) if data is None else sorted((data / "directives").glob("*.txt"))
    return found[:most]


def by_stage(files: Sequence[Path]) -> JSON:
    """Take files in with one process, stage after stage, and return passages a second of each.

    An ingest embeds ahead while words are found and files written. Here all is embedded before, for an index
    of the vectors alone; then an index of everything is made, for which nothing is left to embed.
    """
    stages = Stages()
    embedder, analyzer = load_embedder(), load_analyzer()
    embedder.embed_passages(["chỉ đạo"])  # loading is no part of the rate
    analyzer.analyze("chỉ đạo điều hành")
    with tempfile.TemporaryDirectory() as folder, Catalog.open(Path(folder)) as catalog:
        for path in files:
            _take(catalog, path, stages)
        sync(catalog, Path(folder) / "vectors", TimedEmbedder(embedder, stages), NoAnalyzer())
        start = time.perf_counter()
        sync(catalog, Path(folder) / "index", embedder, TimedAnalyzer(analyzer, stages))
        stages.seconds["write index"] = time.perf_counter() - start - stages.seconds["terms"]
        passages = catalog.count_passages()
    total = sum(stages.seconds.values())
    return {
        "files": len(files),
        "passages": passages,
        "per_s": {name: round(passages / seconds, 1) for name, seconds in stages.seconds.items()},
        "share": {name: round(seconds / total, 3) for name, seconds in stages.seconds.items()},
        "all_per_s": round(passages / total, 1),
    }


def _take(catalog: Catalog, path: Path, stages: Stages) -> None:
    """Read a file, parse it, and write its record."""
    content = path.read_bytes()
    with stages.stage("read"):
        read(content, path.name)
    start = time.perf_counter()
    made = record_of(content, safe_name(path.name), file_origin(path))
    # It reads the file again: that part is not counted twice.
    again = time.perf_counter()
    read(content, path.name)
    spent = (again - start) - (time.perf_counter() - again)
    stages.seconds["parse"] = stages.seconds.get("parse", 0.0) + max(spent, 0.0)
    with stages.stage("write catalog"):
        document, stat = made.record.document, path.stat()
        seen = SeenFile(document.origin, document.source, document.sha256, stat.st_size, stat.st_mtime_ns)
        catalog.take(made.record, made.offsets.pack(), seen)


def by_command(files: Sequence[Path]) -> JSON:
    """Take the same files in with `chidao ingest`, start and workers included."""
    with tempfile.TemporaryDirectory() as folder:
        source, report = Path(folder) / "files", Path(folder) / "report.json"
        source.mkdir()
        for path in files:
            (source / path.name).write_bytes(path.read_bytes())
        command = [sys.executable, "-m", "api", "ingest", str(source), "--report", str(report)]
        start = time.perf_counter()
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"CHIDAO_DATA_DIR": str(Path(folder) / "data")},
        )
        seconds = time.perf_counter() - start
        totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    return {
        "seconds": round(seconds, 1),
        "passages": totals["passages"],
        "all_per_s": round(totals["passages"] / seconds, 1),
        "reading_per_s": round(totals["passages"] / totals["reading_seconds"], 1),
        "indexing_per_s": round(totals["passages"] / totals["indexing_seconds"], 1),
    }
