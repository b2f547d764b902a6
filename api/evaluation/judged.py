"""Whether judgements and texts call things by one name: where they do not, every figure would be zero."""

from collections.abc import Set
from pathlib import Path

from api.batch.lines import run_name
from api.batch.options import Unit
from api.errors import QuestionsUnusable
from api.evaluation.trec import Judgements, Run
from corpus.catalog import CatalogReader

UNITS = {Unit.PASSAGE: "đoạn văn", Unit.DOCUMENT: "văn bản", Unit.SOURCE: "tệp"}


def count_strangers(judged: Judgements, known: Set[str]) -> int:
    """Count the judgements of what is not known."""
    return sum(name not in known for documents in judged.values() for name in documents)


def names_of(judged: Judgements) -> set[str]:
    """Return the names of all that was judged."""
    return {name for documents in judged.values() for name in documents}


def share_names(judged: Judgements, run: Run) -> bool:
    """Tell whether a run found anything that was judged, for whatever question; an empty run may pass."""
    names = names_of(judged)
    return not any(run.found.values()) or any(not names.isdisjoint(hits) for hits in run.found.values())


def strangers_in(catalog: CatalogReader, judged: Judgements, unit: Unit, path: Path) -> int:
    """Count the judgements of what a catalog does not hold; raises QuestionsUnusable where these are all."""
    names = names_of(judged)
    if not names or (known := _known(catalog, names, unit)):
        return count_strangers(judged, known) if names else 0
    problem = f"không đánh giá nào nêu tên một {UNITS[unit]} trong kho"
    for other, called in UNITS.items():
        if other is not unit and _known(catalog, names, other):
            problem += f"; các đánh giá nêu tên {called}, hãy thêm --unit {other}"
    raise QuestionsUnusable(str(path), problem)


def _known(catalog: CatalogReader, names: set[str], unit: Unit) -> Set[str]:
    match unit:
        case Unit.PASSAGE:
            return catalog.passages_by_id(names).keys()
        case Unit.DOCUMENT:
            return catalog.cards(names).keys()
        case Unit.SOURCE:
            return names & {run_name(card.source) for card in catalog.all_headers()}
