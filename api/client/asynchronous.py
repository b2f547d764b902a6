"""The client for event loops: the methods of the other one, to be awaited."""

import time
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date
from typing import Self, Unpack

import anyio
import httpx2

from api.client import calls
from api.client.administration import AsyncAdministration
from api.client.errors import TaskTimeout
from api.client.link import AsyncLink
from api.client.naming import may_be_number, numbered, the_one
from api.client.retries import NEVER, PATIENT, Retries
from api.client.streams import (
    AskEvent,
    BatchLine,
    EventReader,
    Item,
    LineReader,
    as_body,
    as_items,
    in_portions,
)
from api.client.wanted import AssignmentsWanted, Narrowing, Params, wanted_of
from api.client.wire import LOCAL, PAGE, POLL_S, TIMEOUT_S, File, address_of, headers_of, open_parts
from api.documents.citations import CitationIn, VerifyResponse
from api.documents.schemas import DocumentOut, ReferenceList
from api.documents.versions import VersionOut
from api.facets.schemas import FacetsOut
from api.feedback.schemas import FeedbackIn, FeedbackReceipt
from api.figures.schemas import FigureOut
from api.genealogy.schemas import GenealogyOut
from api.register.schemas import AssignmentOut
from api.uploads.schemas import TaskOut
from api.uploads.tasks import FINISHED, OnSameName
from api.wire.schemas import (
    AskResponse,
    CitationOut,
    FiltersIn,
    SearchResponse,
    TurnIn,
)
from search.genealogy import ValidityStatus
from search.types import Mode


class AsyncClient(AsyncAdministration):
    """The HTTP interface of a server, method by method; safe to share between tasks.

    Args:
        url: where the server is.
        key: its key; CHIDAO_API_KEY where it is left out.
        timeout: seconds until a connection or an answer is given up.
        retries: how patiently to come back where the server puts a request off (429, 503).
        transport: in place of the network, for tests.
    """

    def __init__(
        self,
        url: str = LOCAL,
        *,
        key: str | None = None,
        timeout: float = TIMEOUT_S,
        retries: Retries = PATIENT,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        http = httpx2.AsyncClient(
            base_url=address_of(url), headers=headers_of(key), timeout=timeout, transport=transport
        )
        self._link = AsyncLink(http, retries)

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._link.close()

    async def is_ready(self) -> bool:
        """Tell whether the server answers questions by now."""
        async with self._link.sent(calls.ready(), NEVER) as response:
            return response.is_success

    async def search(
        self, query: str, *, k: int = 10, mode: Mode = Mode.HYBRID, filters: FiltersIn | None = None
    ) -> SearchResponse:
        """Find the best passages."""
        return await self._link.run(calls.search(query, k, mode, filters))

    async def ask(
        self,
        question: str,
        *,
        k: int = 5,
        filters: FiltersIn | None = None,
        as_of: date | None = None,
        history: Sequence[TurnIn] = (),
    ) -> AskResponse:
        """Ask; `answers` is empty where the documents do not say it, and `reason` tells why."""
        return await self._link.run(calls.ask(question, k, filters, as_of, history))

    async def ask_stream(
        self,
        question: str,
        *,
        k: int = 5,
        filters: FiltersIn | None = None,
        as_of: date | None = None,
        history: Sequence[TurnIn] = (),
    ) -> AsyncIterator[AskEvent]:
        """Ask, and yield what was understood, each answer, the passages, and the whole response."""
        call = calls.ask(question, k, filters, as_of, history, stream=True)
        reader = EventReader()
        async with self._link.sent(call) as response:
            async for line in self._link.lines(response):
                for event in reader.take(line):
                    yield event
        reader.close()

    async def batch(self, asked: Iterable[Item | str]) -> AsyncIterator[BatchLine]:
        """Ask many questions; the lines come in their order, each with its answer or its problem."""
        for portion in in_portions(as_items(asked)):
            async with self._link.sent(calls.batch(as_body(portion))) as response:
                reader = LineReader(portion)
                async for line in self._link.lines(response):
                    yield reader.take(line)
                reader.close()

    def documents(self, *, page_size: int = PAGE) -> AsyncIterator[DocumentOut]:
        """Yield all documents, page by page."""
        return self._link.paged(
            lambda offset: calls.documents(page_size, offset), lambda page: page.documents
        )

    async def document(self, name: str) -> DocumentOut:
        """Return a document's header by its id or number.

        Raises:
            NotFound: none has it.
            NumberAmbiguous: several bear the number.
        """
        return await self._link.run(calls.document(await self._id_of(name)))

    async def text(
        self, name: str, *, start: int = 0, end: int | None = None, page: int | None = None
    ) -> str:
        """Return a document's text, a range of it, or a page; raises as `document` does."""
        return await self._link.run(calls.text(await self._id_of(name), start, end, page))

    async def original(self, name: str) -> bytes:
        """Return the file that a document was read from, as it came."""
        return await self._link.run(calls.original(await self._id_of(name)))

    async def references(self, name: str) -> ReferenceList:
        """Return what a document cites, where, and which of it is here."""
        return await self._link.run(calls.references(await self._id_of(name)))

    async def facets(
        self,
        *,
        kind: str | None = None,
        issuer: str | None = None,
        year: int | None = None,
        validity: ValidityStatus | None = None,
        agency: str | None = None,
        limit: int = 50,
    ) -> FacetsOut:
        """Count documents by what they can be narrowed by."""
        wanted: Params = {
            "kind": kind,
            "issuer": issuer,
            "year": year,
            "validity": validity,
            "agency": agency,
        }
        return await self._link.run(calls.facets(wanted, limit))

    async def versions(self, name: str) -> tuple[VersionOut, ...]:
        """Return what a document said before, the latest first."""
        return (await self._link.run(calls.versions(await self._id_of(name)))).versions

    async def version_text(self, name: str, version: int) -> str:
        """Return the text of an earlier version."""
        return await self._link.run(calls.version_text(await self._id_of(name), version))

    async def delete(self, document_id: str) -> None:
        """Delete a document."""
        await self._link.run(calls.delete(document_id))

    async def upload(self, files: Sequence[File], *, on_same_name: OnSameName = OnSameName.KEEP) -> TaskOut:
        """Send files; what comes back is safe on the server's disk and waits to be read."""
        with open_parts(files) as parts:
            return await self._link.run(calls.upload(on_same_name, parts))

    async def wait(self, task: TaskOut | str, *, timeout: float | None = None) -> TaskOut:
        """Return a task when it has ended; raises TaskTimeout."""
        task_id = task if isinstance(task, str) else task.id
        until = None if timeout is None else time.monotonic() + timeout
        while (found := await self.task(task_id)).state not in FINISHED:
            if until is not None and time.monotonic() >= until:
                raise TaskTimeout(task_id, timeout or 0.0)
            await anyio.sleep(POLL_S)
        return found

    async def task(self, task_id: str) -> TaskOut:
        """Return how far an upload is."""
        return await self._link.run(calls.task(task_id))

    async def tasks(self, *, limit: int = 20) -> tuple[TaskOut, ...]:
        """Return the latest uploads."""
        return (await self._link.run(calls.tasks(limit))).tasks

    async def cancel(self, task_id: str) -> TaskOut:
        """End an upload; what was taken in stays."""
        return await self._link.run(calls.cancel(task_id))

    def assignments(
        self,
        agency: AssignmentsWanted | str | None = None,
        *,
        page_size: int = PAGE,
        **narrowing: Unpack[Narrowing],
    ) -> AsyncIterator[AssignmentOut]:
        """Yield the assignments that fit, what is due first."""
        wanted = wanted_of(agency, narrowing)
        return self._link.paged(
            lambda offset: calls.assignments(wanted, page_size, offset), lambda page: page.assignments
        )

    async def assignments_csv(
        self, agency: AssignmentsWanted | str | None = None, **narrowing: Unpack[Narrowing]
    ) -> str:
        """Return the assignments that fit as a sheet."""
        return await self._link.run(calls.assignments_as(wanted_of(agency, narrowing), "csv"))

    async def assignments_ics(
        self, agency: AssignmentsWanted | str | None = None, **narrowing: Unpack[Narrowing]
    ) -> str:
        """Return their deadlines as a calendar."""
        return await self._link.run(calls.assignments_as(wanted_of(agency, narrowing), "ics"))

    async def genealogy(
        self, number: str, *, issued_on: date | None = None, as_of: date | None = None, tasks: bool = False
    ) -> GenealogyOut:
        """Return one family for each document of a number; empty where none bears or cites it."""
        return await self._link.run(calls.genealogy(number, issued_on, as_of, tasks))

    async def genealogy_svg(
        self, number: str, *, issued_on: date | None = None, as_of: date | None = None
    ) -> str:
        """Return the families as a drawing."""
        return await self._link.run(calls.genealogy_svg(number, issued_on, as_of))

    def figures(
        self,
        words: str | None = None,
        *,
        number: str | None = None,
        document: str | None = None,
        page_size: int = PAGE,
    ) -> AsyncIterator[FigureOut]:
        """Yield figures in the order of time."""
        wanted: Params = {"indicator": words, "number": number, "document": document}
        return self._link.paged(
            lambda offset: calls.figures(wanted, page_size, offset), lambda page: page.figures
        )

    async def verify(self, citations: Sequence[CitationIn | CitationOut]) -> VerifyResponse:
        """Check whether citations hold in the documents as they are now."""
        return await self._link.run(calls.verify(citations))

    async def feedback(self, given: FeedbackIn) -> FeedbackReceipt:
        """Say what you think of an answer."""
        return await self._link.run(calls.feedback(given))

    async def _id_of(self, name: str) -> str:
        if not may_be_number(name):
            return name
        return the_one(name, await self._link.run(numbered(name)))
