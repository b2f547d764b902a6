"""What was read of figures as evidence for the amount that a question asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Figure
from search.answer.choices.asking import Asking
from search.answer.choices.values import Features
from search.answer.choices.wanted import Mask, Read, Wanted, Weighing
from search.answer.context import Context


@dataclass(frozen=True, slots=True)
class _Known:
    mask: Mask  # what the figure counts, its state and the total that it is part of
    has_state: bool
    of_given: bool  # part of a total that the question gives


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures by document and the offset at which their value begins."""

    known: Mapping[tuple[str, int], _Known]

    @classmethod
    def of(cls, context: Context, documents: Sequence[str], asking: Asking, wanted: Wanted) -> "Counted":
        """Read the figures of some documents."""
        figures = context.catalog.figures(documents)
        by_id = {figure.id: figure for figure in figures}
        return cls({(f.document_id, f.value_span.start): _known(f, by_id, asking, wanted) for f in figures})

    def features(self, document_id: str, start: int, weighing: Weighing) -> Features:
        """Return what is known of the value that begins at an offset."""
        known = self.known.get((document_id, start))
        if known is None:
            return {}
        return {
            "figure": 1.0,
            "indicator": weighing.share(known.mask),
            "has_state": float(known.has_state),
            "of_given": float(known.of_given),
        }


def _known(figure: Figure, by_id: Mapping[str, Figure], asking: Asking, wanted: Wanted) -> _Known:
    whole = by_id.get(figure.part_of or "")
    words = (figure.indicator, figure.status or "", whole.indicator if whole else "")
    return _Known(
        Read.of(" . ".join(words), wanted).mask,
        figure.status is not None,
        whole is not None and f"{whole.value:g}".replace(".", ",") in asking.given,
    )
