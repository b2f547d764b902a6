"""Every request of the interface as a value: what is sent, and what its answer is read into."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Generic, TypeVar
from urllib.parse import quote

from httpx2 import Response
from pydantic import BaseModel, ValidationError

from api.client.errors import Unexpected
from api.client.wanted import AssignmentsWanted, Params
from api.documents.citations import CitationIn, VerifyRequest, VerifyResponse
from api.documents.schemas import DocumentList, DocumentOut, ReferenceList
from api.documents.versions import VersionList
from api.facets.schemas import FacetsOut
from api.feedback.schemas import FeedbackIn, FeedbackReceipt
from api.figures.schemas import FigureList
from api.genealogy.schemas import GenealogyOut
from api.register.schemas import AssignmentList
from api.uploads.schemas import TaskList, TaskOut
from api.uploads.tasks import OnSameName
from api.wire.schemas import (
    AskRequest,
    AskResponse,
    CitationOut,
    FiltersIn,
    SearchRequest,
    SearchResponse,
    TurnIn,
)
from search.types import Mode

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

Part = tuple[str, tuple[str, BinaryIO | bytes]]


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request.

    Attributes:
        read: makes the result out of a response with a good status.
        body: JSON, or lines of it.
        files: of an upload, by the name of their field.
        repeatable: whether sending it twice does what sending it once does.
        absent: the kind of problem that only tells that there is nothing, and the result that says so.
    """

    method: str
    path: str
    read: Callable[[Response], T]
    params: Params | None = None
    body: BaseModel | bytes | None = None
    files: Sequence[Part] | None = None
    repeatable: bool = True
    absent: tuple[str, T] | None = None


def ready() -> Call[None]:
    """Ask whether questions can be answered."""
    return Call("GET", "/readyz", lambda _: None)


def search(query: str, k: int, mode: Mode, filters: FiltersIn | None) -> Call[SearchResponse]:
    """Find passages."""
    body = SearchRequest(query=query, k=k, mode=mode, filters=filters or FiltersIn())
    return Call("POST", "/v1/search", as_model(SearchResponse), body=body)


def ask(
    question: str,
    k: int,
    filters: FiltersIn | None,
    as_of: date | None,
    history: Sequence[TurnIn],
    stream: bool = False,
) -> Call[AskResponse]:
    """Ask a question."""
    body = AskRequest(
        question=question,
        k=k,
        filters=filters or FiltersIn(),
        as_of=as_of,
        history=tuple(history),
        stream=stream,
    )
    return Call("POST", "/v1/ask", as_model(AskResponse), body=body)


def batch(lines: bytes) -> Call[str]:
    """Ask many questions."""
    return Call("POST", "/v1/batch", as_text, body=lines)


def documents(limit: int, offset: int) -> Call[DocumentList]:
    """List a page of documents."""
    return Call("GET", "/v1/documents", as_model(DocumentList), {"limit": limit, "offset": offset})


def document(document_id: str) -> Call[DocumentOut]:
    """Get a header."""
    return Call("GET", at_document(document_id), as_model(DocumentOut))


def text(document_id: str, start: int, end: int | None, page: int | None) -> Call[str]:
    """Get a text or a part of it."""
    params: Params = {"start": start, "end": end, "page": page}
    return Call("GET", at_document(document_id) + "/text", as_text, params)


def original(document_id: str) -> Call[bytes]:
    """Get the file that a document was read from."""
    return Call("GET", at_document(document_id) + "/file", lambda response: response.content)


def references(document_id: str) -> Call[ReferenceList]:
    """List what a document cites."""
    return Call("GET", at_document(document_id) + "/references", as_model(ReferenceList))


def facets(wanted: Params, limit: int) -> Call[FacetsOut]:
    """Count documents by what they can be narrowed by."""
    return Call("GET", "/v1/facets", as_model(FacetsOut), wanted | {"limit": limit})


def versions(document_id: str) -> Call[VersionList]:
    """List what a document said before."""
    return Call("GET", at_document(document_id) + "/versions", as_model(VersionList))


def version_text(document_id: str, version: int) -> Call[str]:
    """Get what a document said before."""
    return Call("GET", f"{at_document(document_id)}/versions/{version}/text", as_text)


def delete(document_id: str) -> Call[None]:
    """Delete a document."""
    return Call("DELETE", at_document(document_id), lambda _: None)


def upload(on_same_name: OnSameName, files: Sequence[Part]) -> Call[TaskOut]:
    """Send files."""
    params: Params = {"on_same_name": on_same_name}
    return Call("POST", "/v1/documents", as_model(TaskOut), params, files=files, repeatable=False)


def task(task_id: str) -> Call[TaskOut]:
    """Get how far an upload is."""
    return Call("GET", f"/v1/tasks/{_segment(task_id)}", as_model(TaskOut))


def tasks(limit: int) -> Call[TaskList]:
    """List the latest uploads."""
    return Call("GET", "/v1/tasks", as_model(TaskList), {"limit": limit})


def cancel(task_id: str) -> Call[TaskOut]:
    """End an upload."""
    path = f"/v1/tasks/{_segment(task_id)}/cancel"
    return Call("POST", path, as_model(TaskOut), repeatable=False)


def assignments(wanted: AssignmentsWanted, limit: int, offset: int) -> Call[AssignmentList]:
    """List a page of the register."""
    params = wanted.params | {"limit": limit, "offset": offset}
    return Call("GET", "/v1/assignments", as_model(AssignmentList), params)


def assignments_as(wanted: AssignmentsWanted, ending: str) -> Call[str]:
    """Get the register as a file: csv or ics."""
    return Call("GET", f"/v1/assignments.{ending}", as_text, wanted.params)


def genealogy(
    number: str, issued_on: date | None, as_of: date | None, with_tasks: bool
) -> Call[GenealogyOut]:
    """Get the families of a number; none where nothing bears or cites it."""
    params: Params = {"number": number, "issued_on": issued_on, "as_of": as_of, "tasks": with_tasks}
    nobody = ("number-unknown", GenealogyOut(families=()))
    return Call("GET", "/v1/genealogy", as_model(GenealogyOut), params, absent=nobody)


def genealogy_svg(number: str, issued_on: date | None, as_of: date | None) -> Call[str]:
    """Get the families of a number as a drawing."""
    params: Params = {"number": number, "issued_on": issued_on, "as_of": as_of}
    return Call("GET", "/v1/genealogy.svg", as_text, params)


def figures(wanted: Params, limit: int, offset: int) -> Call[FigureList]:
    """List a page of figures."""
    return Call("GET", "/v1/figures", as_model(FigureList), wanted | {"limit": limit, "offset": offset})


def verify(citations: Sequence[CitationIn | CitationOut]) -> Call[VerifyResponse]:
    """Check whether citations hold; those of answers may be given as they came."""
    body = VerifyRequest(citations=tuple(map(_claim, citations)))
    return Call("POST", "/v1/verify", as_model(VerifyResponse), body=body)


def feedback(given: FeedbackIn) -> Call[FeedbackReceipt]:
    """Say what somebody thinks of an answer."""
    return Call("POST", "/v1/feedback", as_model(FeedbackReceipt), body=given, repeatable=False)


def as_model(kind: type[M]) -> Callable[[Response], M]:
    """Return what reads a body as JSON of a shape; raises Unexpected."""

    def read(response: Response) -> M:
        return parsed(kind, response.content)

    return read


def parsed(kind: type[M], content: bytes | str) -> M:
    """Read JSON of a shape; raises Unexpected."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise Unexpected(f"the answer is no {kind.__name__}: {error}") from error


def as_text(response: Response) -> str:
    """Read a body as UTF-8, byte order mark and all."""
    return response.content.decode()


def _claim(citation: CitationIn | CitationOut) -> CitationIn:
    if isinstance(citation, CitationIn):
        return citation
    return CitationIn(
        document_id=citation.document.id, start=citation.start, end=citation.end, quote=citation.quote
    )


def at_document(document_id: str) -> str:
    """Return where a document is."""
    return f"/v1/documents/{_segment(document_id)}"


def at_key(key_id: str) -> str:
    """Return where a key is."""
    return f"/v1/keys/{_segment(key_id)}"


def _segment(name: str) -> str:
    """Quote a name for an address; what would leave its folder is no name."""
    if not name.strip("."):
        raise ValueError(f"{name!r} names nothing")
    return quote(name, safe="")
