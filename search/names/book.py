"""The names of all documents, kept up with the catalog."""

import threading
from pathlib import Path

from corpus.catalog import Catalog
from search.names.block import Block
from search.names.names import Names
from search.names.shelf import last_change, load, save

_FEW = 100  # documents that are read again at each start rather than that the file is written anew
_SHARE = 0.01  # of all documents, likewise


class NameBook:
    """Reads what has changed and nothing else; safe to share between threads.

    Args:
        catalog: the truth: what the file says counts only for documents that have not changed since.
        path: of the file; None keeps none.
    """

    def __init__(self, catalog: Catalog, path: Path | None) -> None:
        self._catalog = catalog
        self._path = path
        self._lock = threading.Lock()
        self._names: Names | None = None
        self._change = 0  # the last one that the names contain
        self._unsaved = 0  # documents that the file lacks

    def names(self) -> Names:
        """Return the names of all documents as they are now."""
        with self._lock:
            names = self._opened() if self._names is None else self._followed(self._names)
            self._names = self._kept(names)
            return self._names

    def prepare(self) -> None:
        """Write the file anew where it lacks much, so that whoever starts next need not wait for it."""
        if self._path is None:
            return
        lacking = self._catalog.change_number() - last_change(self._path, self._catalog.identity())
        if lacking > _FEW and lacking > _SHARE * self._catalog.count():
            self.names()

    def _opened(self) -> Names:
        """Return the names in the file, and those of documents that changed since from the catalog."""
        self._change = self._catalog.change_number()  # before anything is read
        stored = load(self._path, self._catalog.identity()) if self._path else None
        names = Names.of_block(stored) if stored else Names((), {})
        stamps, known = self._catalog.put_numbers(), names.stamps
        changed = [one for one, stamp in stamps.items() if known.get(one) != stamp]
        gone = [one for one in known if one not in stamps]
        if not changed and not gone:
            return names
        self._unsaved = len(changed) + len(gone)
        if len(changed) > len(stamps) // 2:  # one pass over all costs less than many look-ups
            return Names.of_block(Block.of(self._catalog.names(), stamps))
        return names.after(gone, Block.of(self._catalog.names(changed), stamps))

    def _followed(self, names: Names) -> Names:
        """Return the names after what changed since they were read."""
        changes = self._catalog.changes_since(self._change)
        if not changes.put and not changes.deleted:
            self._change = changes.number
            return names
        stamps = self._catalog.put_numbers(changes.put)  # before the names: a later change is read again
        fresh = Block.of(self._catalog.names(changes.put), stamps)
        self._change = changes.number
        self._unsaved += len(changes.put) + len(changes.deleted)
        return names.after((*changes.put, *changes.deleted), fresh)

    def _kept(self, names: Names) -> Names:
        """Write the file anew where it lacks so much that reading that at each start would be slow."""
        if self._path is None or self._unsaved <= max(_FEW, _SHARE * len(names.rows)):
            return names
        block = names.whole()
        save(self._path, self._catalog.identity(), self._change, block)
        self._unsaved = 0
        return Names.of_block(block)
