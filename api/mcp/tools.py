"""The tools: each takes the caller's view, asks it, and returns structured content and its text."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, ContentBlock, ResourceLink, TextContent
from pydantic import BaseModel, Field

from api.documents.naming import named_document
from api.engine.view import View
from api.errors import NumberUnknown
from api.genealogy.schemas import family_out
from api.genealogy.tasks import assignments_in
from api.mcp.documents import part_of
from api.mcp.families import nearest
from api.mcp.render import answer_text, assignments_text, document_text, families_text, hits_text
from api.mcp.shapes import AssignmentPage, DocumentPart, NearestFamilies
from api.register.schemas import AssignmentOut
from api.register.words import caution_on
from api.wire.days import Day
from api.wire.schemas import AskRequest, AskResponse, FiltersIn, Question, SearchRequest, SearchResponse
from api.wording import full_name_of
from corpus.types import Role
from search.register import RegisterFilter
from search.types import DocumentCard

MAX_HITS = 20
MAX_ROWS = 100
MAX_CHARS = 12_000
_MAX_OFFSET = 2**31 - 1

Words = Annotated[str, Field(min_length=1, max_length=300)]
Number = Annotated[
    str, Field(min_length=1, max_length=100, description="As documents write it: 59-NQ/TW, 1023-CV/TU.")
]
Numbers = Annotated[
    list[Number],
    Field(max_length=20, description="Only documents that bear one of these numbers; [] means any."),
]
AsOf = Annotated[Day | None, Field(description="YYYY-MM-DD; today where it is left out.")]


class Tools:
    """What a model may call; `view_of` returns what the caller may see, and may wait until it can answer."""

    def __init__(self, view_of: Callable[[Context], View]) -> None:
        self._view_of = view_of

    def ask_directive(
        self,
        context: Context,
        question: Question,
        numbers: Numbers = [],  # noqa: B006 - a schema shows the default
        as_of: AsOf = None,
    ) -> Annotated[CallToolResult, AskResponse]:
        """Answer a question with proof, or say why not."""
        request = AskRequest(question=question, filters=FiltersIn(numbers=tuple(numbers)), as_of=as_of)
        result = self._view_of(context).ask(request).result
        named = [answer.citation.document for answer in result.answers] or list(result.candidates)
        return _result(AskResponse.model_validate(result), answer_text(result), named)

    def search_directives(
        self,
        context: Context,
        query: Question,
        k: Annotated[int, Field(ge=1, le=MAX_HITS, description="How many passages.")] = 5,
        numbers: Numbers = [],  # noqa: B006
        kinds: Annotated[
            list[Words], Field(max_length=20, description="Only these kinds: nghị quyết, công văn ...")
        ] = [],  # noqa: B006
        issuers: Annotated[
            list[Words], Field(max_length=20, description="Only issuers whose name holds one of these words.")
        ] = [],  # noqa: B006
        issued_from: Annotated[Day | None, Field(description="Issued on this day or later.")] = None,
        issued_to: Annotated[Day | None, Field(description="Issued on this day or earlier.")] = None,
    ) -> Annotated[CallToolResult, SearchResponse]:
        """Return the best passages."""
        filters = FiltersIn(
            numbers=tuple(numbers),
            kinds=tuple(kinds),
            issuers=tuple(issuers),
            issued_from=issued_from,
            issued_to=issued_to,
        )
        view = self._view_of(context)
        result = view.search(SearchRequest(query=query, k=k, filters=filters))
        named = [hit.document for hit in result.hits]
        return _result(SearchResponse.model_validate(result), hits_text(result), named)

    def get_document(
        self,
        context: Context,
        document: Annotated[
            str, Field(min_length=1, max_length=100, description="Its id, or its number where one bears it.")
        ],
        page: Annotated[int | None, Field(ge=1, description="One page, from 1, instead of a range.")] = None,
        start: Annotated[int, Field(ge=0, le=_MAX_OFFSET, description="First code point.")] = 0,
        end: Annotated[
            int | None,
            Field(ge=0, le=_MAX_OFFSET, description=f"After the last one; at most {MAX_CHARS} are returned."),
        ] = None,
    ) -> Annotated[CallToolResult, DocumentPart]:
        """Return a header and a part of the text."""
        view = self._view_of(context)
        part = part_of(view, named_document(view.catalog, document), page, start, end, MAX_CHARS)
        return _result(part, document_text(part))

    def list_assignments(
        self,
        context: Context,
        agency: Annotated[
            Words | None, Field(description="Name, alias or abbreviation: Sở Tài chính, UBND.")
        ] = None,
        roles: Annotated[list[Role], Field(description="Only these roles; [] means any.")] = [],  # noqa: B006
        due_from: Annotated[Day | None, Field(description="Due on this day or later.")] = None,
        due_to: Annotated[Day | None, Field(description="Due on this day or earlier.")] = None,
        number: Number | None = None,
        year: Annotated[
            int | None, Field(ge=1900, le=9998, description="In which the document was issued.")
        ] = None,
        words: Annotated[Words | None, Field(description="All of them stand in the task.")] = None,
        limit: Annotated[int, Field(ge=1, le=MAX_ROWS)] = 20,
        offset: Annotated[int, Field(ge=0, le=_MAX_OFFSET)] = 0,
    ) -> Annotated[CallToolResult, AssignmentPage]:
        """Return a page of the register."""
        wanted = RegisterFilter(
            agency=agency,
            roles=tuple(roles) or None,
            due_from=due_from,
            due_to=due_to,
            issued_from=date(year, 1, 1) if year else None,
            issued_to=date(year, 12, 31) if year else None,
            number=number,
            words=words,
        )
        registrar = self._view_of(context).registrar()
        page = registrar.page(wanted, limit, offset)
        after = offset + len(page.rows)
        following = after if page.rows and after < page.total else None
        rows = tuple(map(AssignmentOut.model_validate, page.rows))
        shown = AssignmentPage(assignments=rows, total=page.total, next_offset=following)
        caution = caution_on(registrar, agency) if rows else ""
        return _result(shown, assignments_text(page, following, caution))

    def genealogy(
        self,
        context: Context,
        number: Number,
        issued_on: Annotated[Day | None, Field(description="One of several that share the number.")] = None,
        as_of: AsOf = None,
        tasks: Annotated[bool, Field(description="Tell also what each body was told to do.")] = False,
    ) -> Annotated[CallToolResult, NearestFamilies]:
        """Return the families of a number."""
        view = self._view_of(context)
        whole = view.storyteller().families(number, issued_on, as_of or date.today())
        if not whole:
            raise NumberUnknown(number)
        families = [nearest(family) for family in whole]
        omitted = sum(len(family.works) for family in whole) - sum(len(family.works) for family in families)
        told = [assignments_in(view, family)[:MAX_ROWS] if tasks else () for family in families]
        shown = tuple(family_out(family, rows) for family, rows in zip(families, told, strict=True))
        text = families_text(families, told, omitted)
        return _result(NearestFamilies(families=shown, omitted=omitted), text)


def uri_of(document_id: str) -> str:
    """Name a document's text as a resource."""
    return f"chidao://documents/{document_id}"


def _result(shown: BaseModel, text: str, named: Iterable[DocumentCard] = ()) -> CallToolResult:
    """Put a result together; the documents that it names follow as links to their texts."""
    links = [
        ResourceLink(uri=uri_of(card.id), name=card.id, title=full_name_of(card), mime_type="text/plain")
        for card in {card.id: card for card in named}.values()
    ]
    content: list[ContentBlock] = [TextContent(text=text), *links]
    return CallToolResult(content=content, structured_content=shown.model_dump(mode="json"))
