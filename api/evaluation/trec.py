"""Judgements and runs: TREC, BEIR and the lines of this program."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.batch.textfiles import BadLine, json_object, numbered_lines, parsed_lines, text_field
from api.errors import QuestionsUnusable

Judgements = dict[str, dict[str, int]]  # query id -> document id -> relevance

_BEIR_HEAD = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class Run:
    """What a system found: query id -> document id -> score."""

    name: str
    found: dict[str, dict[str, float]]


def read_judgements(path: Path) -> Judgements:
    """Read TREC qrels, BEIR's tab-separated qrels or .jsonl; raises QuestionsUnusable."""
    head = next(numbered_lines(path), (0, ""))[1].split()
    if tuple(head) == _BEIR_HEAD:
        return _judgements(path, _beir_judgement)
    return _judgements(path, _json_judgement if path.suffix.lower() == ".jsonl" else _trec_judgement)


def read_run(path: Path) -> Run:
    """Read a TREC run, or what `chidao batch` wrote as .jsonl; raises QuestionsUnusable."""
    found: dict[str, dict[str, float]] = {}
    if path.suffix.lower() == ".jsonl":
        for number, (query, hits) in parsed_lines(path, _json_hits):
            if query in found:
                raise QuestionsUnusable(f"{path}, dòng {number}", f"câu {query} đã có ở trên")
            found[query] = hits
        return Run(path.stem, found)
    for number, (query, document, score) in parsed_lines(path, _trec_hit):
        if document in found.setdefault(query, {}):
            raise QuestionsUnusable(f"{path}, dòng {number}", f"{document} đã có ở trên cho câu {query}")
        found[query][document] = score
    return Run(path.stem, found)


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """Name runs after their files; those of one name by their paths."""
    counts = Counter(path.stem for path in paths)
    return [path.stem if counts[path.stem] == 1 else str(path) for path in paths]


def _judgements(path: Path, parse: Callable[[str], tuple[str, str, int] | None]) -> Judgements:
    judged: Judgements = {}
    for number, row in parsed_lines(path, parse):
        if row is None:
            continue
        query, document, relevance = row
        if judged.setdefault(query, {}).setdefault(document, relevance) != relevance:
            raise QuestionsUnusable(f"{path}, dòng {number}", f"{document} đã được chấm khác cho câu {query}")
    if not judged:
        raise QuestionsUnusable(str(path), "tệp không có đánh giá nào")
    return judged


def _trec_judgement(line: str) -> tuple[str, str, int]:
    parts = line.split()
    if len(parts) != 4:
        raise BadLine(f"phải có 4 cột (câu 0 đoạn mức), đây có {len(parts)}")
    return parts[0], parts[2], _whole(parts[3])


def _beir_judgement(line: str) -> tuple[str, str, int] | None:
    parts = line.split("\t")
    if tuple(parts) == _BEIR_HEAD:
        return None
    if len(parts) != 3:
        raise BadLine(f"phải có 3 cột cách nhau bằng tab, đây có {len(parts)}")
    return parts[0], parts[1], _whole(parts[2])


def _json_judgement(line: str) -> tuple[str, str, int]:
    value = json_object(line)
    relevance = value.get("relevance", 1)
    if not isinstance(relevance, int):
        raise BadLine('"relevance" phải là số nguyên')
    return text_field(value, "query_id"), text_field(value, "doc_id"), int(relevance)


def _trec_hit(line: str) -> tuple[str, str, float]:
    parts = line.split()
    if len(parts) != 6:
        raise BadLine(f"phải có 6 cột (câu Q0 đoạn hạng điểm tên), đây có {len(parts)}")
    return parts[0], parts[2], _score(parts[4])


def _json_hits(line: str) -> tuple[str, dict[str, float]]:
    value = json_object(line)
    hits = value.get("hits")
    if not isinstance(hits, list):
        raise BadLine('thiếu trường "hits"; đây không phải kết quả của chidao batch')
    found: dict[str, float] = {}
    for hit in hits:
        if not isinstance(hit, dict) or not isinstance(hit.get("score"), int | float):
            raise BadLine('"hits" không đúng dạng')
        found[text_field(hit, "passage_id")] = float(hit["score"])
    return text_field(value, "id"), found


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise BadLine(f"mức liên quan phải là số nguyên, đây là {text}") from error


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError as error:
        raise BadLine(f"điểm phải là số, đây là {text}") from error
    if math.isnan(score):
        raise BadLine("điểm phải là số, đây là nan")
    return score
