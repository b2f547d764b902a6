"""What a worker is given: passages, questions and their vectors, in files that need none of our packages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage; `text` has the title and the headings before it, as it is embedded."""

    id: str
    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is typed; `set` names where it comes from."""

    id: str
    set: str
    form: str
    text: str


@dataclass(frozen=True)
class Job:
    """One collection and its questions, in a folder."""

    folder: Path

    @property
    def name(self) -> str:
        """Return the name of the collection."""
        return self.folder.name

    @cached_property
    def about(self) -> dict[str, str]:
        """Return what is to be known besides: whether passages are judged instead of documents."""
        found: dict[str, str] = json.loads((self.folder / "about.json").read_text(encoding="utf-8"))
        return found

    @property
    def by_passage(self) -> bool:
        """Tell whether passages are judged, not documents."""
        return self.about["judged"] == "passages"

    @cached_property
    def passages(self) -> list[Passage]:
        """Return the passages, in the order of `vectors`."""
        return [Passage(**line) for line in self._lines("passages")]

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions, in the order of `question_vectors`."""
        return [Question(**line) for line in self._lines("questions")]

    @cached_property
    def documents(self) -> dict[str, str]:
        """Return document id -> text."""
        return {line["id"]: line["text"] for line in self._lines("documents")}

    @cached_property
    def relevant(self) -> dict[str, list[str]]:
        """Return question id -> ids of what is right."""
        return {line["id"]: line["relevant"] for line in self._lines("relevant")}

    @cached_property
    def vectors(self) -> Vectors:
        """Return the vectors of the passages, shape (n, dim)."""
        return np.asarray(np.load(self.folder / "vectors.npy"), dtype=np.float32)

    @cached_property
    def question_vectors(self) -> Vectors:
        """Return the vectors of the questions as they are typed, shape (n, dim)."""
        return np.asarray(np.load(self.folder / "question_vectors.npy"), dtype=np.float32)

    def _lines(self, name: str) -> Iterator[dict[str, object] | dict[str, str] | dict[str, list[str]]]:  # type: ignore[misc]
        with (self.folder / f"{name}.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def write_job(
    folder: Path,
    documents: dict[str, str],
    passages: Sequence[Passage],
    questions: Sequence[Question],
    relevant: dict[str, list[str]],
    judged: str,
) -> Job:
    """Write all but the vectors."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "documents": [{"id": key, "text": text} for key, text in documents.items()],
        "passages": [asdict(one) for one in passages],
        "questions": [asdict(one) for one in questions],
        "relevant": [{"id": key, "relevant": right} for key, right in relevant.items()],
    }
    for name, lines in tables.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "about.json").write_text(json.dumps({"judged": judged}), encoding="utf-8")
    return Job(folder)
