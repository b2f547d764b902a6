"""How a class of errors is told: what every table here is made of."""

from dataclasses import dataclass

from api.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Rule:
    """How one class of errors is told.

    Attributes:
        status: of the HTTP response.
        slug: names the problem type.
        title: of the problem, English; the same for every occurrence.
        exit_code: of the command.
        message: Vietnamese; `{e}` is the error, whose fields may be named, `{fault}` says its fault
            and `{system}` what the operating system said.
    """

    status: int
    slug: str
    title: str
    exit_code: ExitCode
    message: str


FAIL, USAGE = ExitCode.FAILURE, ExitCode.USAGE
FALLBACK = Rule(500, "internal", "Internal error", FAIL, "Lỗi nội bộ: {e}")
