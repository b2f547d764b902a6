"""The edge's own errors; `api/rules` says each of them to the caller.

ApiError
├── SettingsError       CHIDAO_* variables that make no sense
├── NotReady            the models are still loading, or could not be loaded
├── Overloaded          the queue is full
├── RequestTooLong      no response could begin in time
├── Stopping            the server was told to stop
├── BodyTooSlow         the client does not send on
├── RangeNotInText      start and end are no part of the text
├── PageNotInDocument   a document without this page
├── NumberAmbiguous     several documents bear a number where one is meant
├── FeedbackNotStored   the disk did not take feedback
├── OriginalNotKept     the file that a document was read from is not here any more
├── QuestionRefused     a text that cannot be asked (command line)
├── QuestionsUnusable   a file of questions that cannot be worked on
├── OutputFailed        results cannot be written any more
├── BatchStopped        the processes that answer questions cannot go on
├── IndexMoved          the documents changed in the middle of a run
├── MeasureUnknown      a measure that there is not
├── NoDocuments         a place that nothing was ingested into
├── ExtraMissing        an optional package is not installed
└── AddressInUse        somebody else listens there
    └── AddressElsewhere    it is no address of this machine
"""

from enum import IntEnum

from api.wire.questions import VIETNAMESE, QuestionFault


class ExitCode(IntEnum):
    """What a command tells the shell."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    PARTIAL = 3
    INTERRUPTED = 130  # what shells call a command that Ctrl+C ended


class ApiError(Exception):
    """Base of all errors of this package."""


class SettingsError(ApiError):
    """The CHIDAO_* variables make no sense; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(self.problems)


class NotReady(ApiError):
    """Questions cannot be answered yet; `cause` is what stopped the loading, if anything did."""

    def __init__(self, cause: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause

    def __str__(self) -> str:
        return self.cause or "the models and indexes are still being loaded; try again in a few seconds"


class Overloaded(ApiError):
    """More requests come than can be served."""

    def __str__(self) -> str:
        return "too many requests are being served; try again after the seconds that Retry-After says"


class RequestTooLong(ApiError):
    """A response did not begin in time."""

    def __str__(self) -> str:
        return "the request took too long; CHIDAO_REQUEST_TIMEOUT says how long one may take"


class Stopping(ApiError):
    """The server stops before a request is done."""

    def __str__(self) -> str:
        return "the server is stopping; try again when it is back"


class BodyTooSlow(ApiError):
    """The body of a request does not come."""

    def __str__(self) -> str:
        return "the body of the request came too slowly; CHIDAO_BODY_TIMEOUT says how long a pause may be"


class RangeNotInText(ApiError):
    """The asked range is no part of the text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(start, end, length)
        self.start, self.end, self.length = start, end, length

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}) is no part of a text of {self.length} characters"


class PageNotInDocument(ApiError):
    """The document has no such page; `pages` counts those it has."""

    def __init__(self, page: int, pages: int) -> None:
        super().__init__(page, pages)
        self.page, self.pages = page, pages

    def __str__(self) -> str:
        return f"page {self.page} is not in a document of {self.pages} pages"


class VersionNotFound(ApiError):
    """The document has no earlier version of this number."""

    def __init__(self, document_id: str, version: int) -> None:
        super().__init__(document_id, version)
        self.document_id = document_id
        self.version = version

    def __str__(self) -> str:
        return f"document {self.document_id} has no earlier version {self.version}"


class DocumentUnknown(ApiError):
    """What was named is no document's id, number or file."""

    def __init__(self, named: str) -> None:
        super().__init__(named)
        self.named = named

    def __str__(self) -> str:
        return f"no document has the id, the number or the file {self.named}"


class NumberUnknown(ApiError):
    """No document bears this number, and none cites it."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"no document bears or cites the number {self.number}"


class NumberAmbiguous(ApiError):
    """Several documents bear a number where one is needed; `ids` are theirs."""

    def __init__(self, number: str, ids: list[str]) -> None:
        super().__init__(number, ids)
        self.number, self.ids = number, ids

    def __str__(self) -> str:
        return f"several documents bear the number {self.number}; name one by its id: {', '.join(self.ids)}"


class FeedbackNotStored(ApiError):
    """The disk did not take feedback; `errno` is what the system said."""

    def __init__(self, errno: int | None) -> None:
        super().__init__(errno)
        self.errno = errno

    def __str__(self) -> str:
        return "the feedback could not be stored; the disk or its file is full, or may not be written"


class OriginalNotKept(ApiError):
    """The file that a document was read from is not here any more, or has other bytes now."""

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.document_id = document_id

    def __str__(self) -> str:
        return f"the original file of document {self.document_id} is not kept here"


class QuestionRefused(ApiError):
    """A text that cannot be asked."""

    def __init__(self, fault: QuestionFault) -> None:
        super().__init__(fault)
        self.fault = fault

    @property
    def vietnamese(self) -> str:
        """Say the fault to a person at the terminal."""
        return VIETNAMESE[self.fault]


class QuestionsUnusable(ApiError):
    """A file of questions, or the output beside it, cannot be worked on; `problem` is Vietnamese."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem


class OutputFailed(ApiError):
    """A result cannot be written any more; what was written before stays."""

    def __init__(self, path: str, errno: int) -> None:
        super().__init__(path, errno)
        self.path, self.errno = path, errno


class ReportFailed(OutputFailed):
    """The report of an ingest cannot be written; the ingest itself is not undone."""


class BatchStopped(ApiError):
    """The processes that answer questions cannot go on; `problem` is Vietnamese."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class IndexMoved(ApiError):
    """Documents were changed in the middle of a run; answers over two states are not mixed."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.expected, self.found = expected, found

    def __str__(self) -> str:
        return f"the index was {self.expected} and is {self.found} now"


class MeasureUnknown(ApiError):
    """No measure has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"there is no measure {self.name}"


class NoDocuments(ApiError):
    """Nothing was ingested into the place that a command is to answer from."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return f"no documents in {self.place}; run chidao ingest"


class ExtraMissing(ApiError):
    """A command needs an optional extra of the distribution."""

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra


class AddressInUse(ApiError):
    """The address cannot be listened on; `errno` is what the system said."""

    def __init__(self, host: str, port: int, errno: int) -> None:
        super().__init__(host, port, errno)
        self.host, self.port, self.errno = host, port, errno


class AddressElsewhere(AddressInUse):
    """The address is none of this machine's, or is no address at all."""
