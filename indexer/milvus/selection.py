"""Which documents a search may return, told to the engine in as few words as will do.

A caller names documents; by far most often they are all documents of some labels, or few. A condition on
labels takes the place of their documents only where the ledger shows that both are the same, document by
document: a label that changed since shows as a document named apart, never as one too many.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from indexer.milvus.collection import among
from indexer.milvus.ledger import Holding

MOST_NAMED = 5_000  # documents in one condition: 100 kB


@dataclass(frozen=True, slots=True)
class Condition:
    """One search of several; what all of them find together is what is wanted.

    Attributes:
        where: for the engine; empty for everything.
        exact: whether all that the engine finds is wanted.
        share: about which part of it is.
    """

    where: str
    exact: bool = True
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of the documents of an index.

    Attributes:
        documents: all of them.
        passages: how many they have.
        labels: of which all documents are wanted, but for `without`.
        without: documents of these labels that are not wanted.
        besides: documents of other labels that are.
    """

    documents: frozenset[str]
    passages: int
    labels: tuple[str, ...]
    without: frozenset[str]
    besides: frozenset[str]
    covered: int = 0  # passages of the labels, those not wanted among them

    def conditions(self) -> list[Condition]:
        """Return the searches that find all of it."""
        if not self.documents:
            return []
        if len(self.without) + len(self.besides) <= MOST_NAMED:
            return [Condition(self._whole())]
        listed = sorted(self.besides)
        parts = [listed[start : start + MOST_NAMED] for start in range(0, len(listed), MOST_NAMED)]
        found = [Condition(among("document_id", part)) for part in parts]
        if self.labels:
            found.append(self._of_labels())
        return found

    def by_name(self) -> list[Condition]:
        """Return the searches that find all of it and nothing else."""
        listed = sorted(self.documents)
        parts = (listed[start : start + MOST_NAMED] for start in range(0, len(listed), MOST_NAMED))
        return [Condition(among("document_id", part)) for part in parts]

    def _whole(self) -> str:
        if not self.labels:
            return among("document_id", sorted(self.besides))
        inside = among("label", self.labels)
        if self.without:
            inside = f"({inside} and not ({among('document_id', sorted(self.without))}))"
        return f"{inside} or {among('document_id', sorted(self.besides))}" if self.besides else inside

    def _of_labels(self) -> Condition:
        inside = among("label", self.labels)
        if len(self.without) <= MOST_NAMED:
            named = f" and not ({among('document_id', sorted(self.without))})" if self.without else ""
            return Condition(inside + named)
        return Condition(inside, exact=False, share=min(max(self.passages, 1) / max(self.covered, 1), 1.0))


class Shelf:
    """The documents of a build, by label."""

    def __init__(self, holdings: Mapping[str, Holding]) -> None:
        self._holdings = holdings
        by_label: dict[str, set[str]] = defaultdict(set)
        for document_id, holding in holdings.items():
            by_label[holding.label].add(document_id)
        self._by_label = {label: frozenset(ids) for label, ids in sorted(by_label.items())}
        self.passages = sum(holding.passages for holding in holdings.values())
        self.labels = tuple(self._by_label)

    def holds(self, document_id: str) -> bool:
        """Tell whether a document stands in the build."""
        return document_id in self._holdings

    def count(self, document_ids: Collection[str]) -> int:
        """Count the passages of documents."""
        held = (self._holdings.get(document_id) for document_id in set(document_ids))
        return sum(holding.passages for holding in held if holding)

    def select(self, document_ids: Collection[str]) -> Selection:
        """Return the documents of these ids that stand in the build."""
        wanted = frozenset(document_ids) & self._holdings.keys()
        labels, without, besides = [], set[str](), set[str]()
        for label, all_of_it in self._by_label.items():
            inside = all_of_it & wanted
            if 2 * len(inside) > len(all_of_it):
                labels.append(label)
                without |= all_of_it - inside
            else:
                besides |= inside
        if len(wanted) <= min(len(without) + len(besides), MOST_NAMED):
            labels, without, besides = [], set(), set(wanted)
        covered = sum(self.count(self._by_label[label]) for label in labels)
        return Selection(
            wanted, self.count(wanted), tuple(labels), frozenset(without), frozenset(besides), covered
        )
