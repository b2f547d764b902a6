"""Passages for other systems: the search of this one, over documents chosen by their metadata."""

from collections.abc import Callable
from dataclasses import dataclass

from api.chat.metadata import Facts, chosen, facts_of
from api.engine.view import View
from api.wire.schemas import FiltersIn, SearchRequest
from search.types import Hit

STORE = "chidao"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with the facts of its document; `score` lies in [0, 1] and compares within one search."""

    hit: Hit
    facts: Facts
    score: float

    @property
    def place(self) -> Facts:
        """Return where the passage stands, as metadata beside those of its document."""
        hit = self.hit
        page: Facts = {} if hit.page is None else {"page": hit.page}
        return {
            "passage_id": hit.passage_id,
            "section": hit.section,
            **page,
            "start": hit.start,
            "end": hit.end,
        }


class _Chosen(FiltersIn):
    """Documents that were chosen here, as many as there are."""

    document_ids: tuple[str, ...] = ()


def retrieve(
    view: View, query: str, k: int, least: float = 0.0, condition: Callable[[Facts], bool] | None = None
) -> tuple[Found, ...]:
    """Return the best passages of the documents that fulfil a condition, which is applied before ranking."""
    filters = FiltersIn()
    if condition is not None:
        ids = chosen(view.catalog.all_headers(), condition)
        if not ids:
            return ()
        filters = _Chosen.model_construct(document_ids=ids)
    hits = view.search(SearchRequest(query=query, k=k, filters=filters)).hits
    cards = view.catalog.cards({hit.document.id for hit in hits})
    found = (
        Found(hit, facts_of(cards[hit.document.id]), min(max(hit.score, 0.0), 1.0))
        for hit in hits
        if hit.document.id in cards
    )
    return tuple(each for each in found if each.score >= least)
