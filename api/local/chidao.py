"""The documents of one data directory, to be asked by scripts and notebooks."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Self

from api.documents.naming import named_document
from api.documents.parts import part_in
from api.engine.runtime import Runtime
from api.errors import RangeNotInText
from api.local.displays import Asked, Found, shown_answer, shown_hits
from api.settings import Settings
from api.wire.schemas import AskRequest, FiltersIn, SearchRequest, TurnIn
from corpus.catalog import Card
from corpus.catalog.database import FILE_NAME
from corpus.types import Role
from search.directory import shown_card
from search.figurebook import FigureRow, find_in_figures
from search.genealogy import Family
from search.register import RegisterFilter, RegisterRow
from search.types import DocumentCard, Mode

_PAGE = 500


class Chidao:
    """The documents of one data directory; safe to share between threads.

    Models and index are loaded by the first question; documents that come in later are taken up by the next.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    @classmethod
    def open(cls, data_dir: Path | str) -> Self:
        """Open a data directory that `chidao ingest` has made.

        Raises:
            FileNotFoundError: there is none.
            SettingsError: the CHIDAO_* variables make no sense.
            DataDirError: the directory cannot be used.
        """
        settings = Settings.load(data_dir=Path(data_dir))
        if settings.catalog is None and not (Path(data_dir) / FILE_NAME).is_file():
            raise FileNotFoundError(f"no documents in {data_dir}; chidao ingest --data-dir {data_dir} FILES")
        return cls(Runtime.open(settings))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the catalog."""
        self.close()

    def __repr__(self) -> str:
        return f"Chidao({str(self._runtime.settings.data_dir)!r}, {self._runtime.catalog.count()} documents)"

    def close(self) -> None:
        """Close the catalog."""
        self._runtime.close()

    def ask(
        self,
        question: str,
        *,
        k: int = 5,
        filters: FiltersIn | None = None,
        as_of: date | None = None,
        history: Sequence[TurnIn] = (),
    ) -> Asked:
        """Ask; `answers` is empty where the documents do not say it, and `reason` tells why."""
        request = AskRequest(
            question=question, k=k, filters=filters or FiltersIn(), as_of=as_of, history=tuple(history)
        )
        return shown_answer(self._runtime.ask(request).result)

    def search(
        self, query: str, *, k: int = 10, mode: Mode = Mode.HYBRID, filters: FiltersIn | None = None
    ) -> Found:
        """Find the best passages."""
        request = SearchRequest(query=query, k=k, mode=mode, filters=filters or FiltersIn())
        return shown_hits(self._runtime.search(request))

    def documents(self) -> Iterator[DocumentCard]:
        """Yield all documents, by the names of their files."""
        offset = 0
        while cards := self._runtime.catalog.documents(_PAGE, offset).cards:
            yield from map(shown_card, cards)
            offset += len(cards)

    def document(self, name: str) -> Card:
        """Return a document's header by its id or number, each fact with where it stands in the text.

        Raises:
            DocumentUnknown: none has it.
            NumberAmbiguous: several bear the number.
        """
        return named_document(self._runtime.catalog, name)

    def text(self, name: str, *, start: int = 0, end: int | None = None, page: int | None = None) -> str:
        """Return the text that all offsets count in, a range of it, or a page.

        Raises as `document` does, and:
            RangeNotInText: start and end are no part of it.
            PageNotInDocument: it has no such page.
        """
        card = self.document(name)
        text = self._runtime.catalog.text(card.id)
        if start < 0:  # would count from the end
            raise RangeNotInText(start, len(text) if end is None else end, len(text))
        part = part_in(card, len(text), page, start, end)
        return text[part.start : part.end]

    def assignments(
        self,
        agency: str | None = None,
        *,
        roles: Sequence[Role] = (),
        due_from: date | None = None,
        due_to: date | None = None,
        number: str | None = None,
        document: str | None = None,
        year: int | None = None,
        led: bool | None = None,
        words: str | None = None,
        groups: bool = True,
    ) -> tuple[RegisterRow, ...]:
        """Return who was told to do what by when, what is due first."""
        wanted = RegisterFilter(
            agency=agency,
            groups=groups,
            roles=tuple(roles) or None,
            due_from=due_from,
            due_to=due_to,
            issued_from=date(year, 1, 1) if year else None,
            issued_to=date(year, 12, 31) if year else None,
            number=number,
            document_ids=(document,) if document else None,
            led=led,
            words=words,
        )
        return self._runtime.registrar().page(wanted).rows

    def genealogy(
        self, number: str, *, issued_on: date | None = None, as_of: date | None = None
    ) -> tuple[Family, ...]:
        """Return one family for each document of a number; empty where none bears or cites it."""
        families = self._runtime.storyteller().families(number, issued_on, as_of or date.today())
        return tuple(families)

    def figures(
        self, words: str | None = None, *, number: str | None = None, document: str | None = None
    ) -> tuple[FigureRow, ...]:
        """Return what documents count and measure, in the order of time."""
        return find_in_figures(
            self._runtime.catalog, words, number, limit=sys.maxsize, document_id=document
        ).rows
