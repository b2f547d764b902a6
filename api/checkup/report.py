"""How checks are told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and what to do about it; Vietnamese."""

    verdict: Verdict
    detail: str
    advice: str | None = None


def fine(detail: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(Verdict.OK, detail)


def warning(detail: str, advice: str) -> Finding:
    """Return a finding that one can live with."""
    return Finding(Verdict.WARNING, detail, advice)


def failed(detail: str, advice: str) -> Finding:
    """Return a finding that must be mended."""
    return Finding(Verdict.FAILED, detail, advice)


class Check(BaseModel):
    """One check; `detail` and `advice` are Vietnamese."""

    name: str
    verdict: Verdict
    detail: str
    advice: Annotated[str | None, Field(description="What to do; null where nothing need be done.")]


class Checkup(BaseModel):
    """All checks; `ok` where none failed."""

    ok: bool
    version: str
    python: str
    platform: str
    packages: Annotated[dict[str, str | None], Field(description="Null where not installed.")]
    checks: list[Check]
