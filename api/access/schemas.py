"""Keys and callers as HTTP clients see them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from api.access.caller import Caller, Scope
from api.access.keys import Grant, Issued, Key
from api.access.rates import Rate
from api.wire.numbers import WHOLE
from corpus.labels import Clearance, Label, in_order

MOST_DAYS = 3650


class Access(StrEnum):
    """Whether keys are asked for."""

    OPEN = "open"
    KEYS = "keys"


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Me(_Shape):
    """What the caller may do and see."""

    name: Annotated[str | None, Field(description="Of the key; null without one.")]
    scopes: tuple[Scope, ...]
    labels: tuple[Label, ...]
    access: Access

    @classmethod
    def of(cls, caller: Caller, asks_for_keys: bool) -> Self:
        """Describe a caller."""
        access = Access.KEYS if asks_for_keys else Access.OPEN
        scopes = tuple(scope for scope in Scope if scope in caller.scopes)
        return cls(name=caller.name, scopes=scopes, labels=shown_labels(caller.clearance), access=access)


class LoginRequest(_Shape):
    """A key, to open a session with."""

    key: Annotated[str, Field(min_length=1, max_length=200)]


class KeyRequest(_Shape):
    """What a new key is to be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100, description="Whom or what it is for.")]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=20)]
    labels: Annotated[
        tuple[Label, ...], Field(max_length=20, description="Labels of the documents that it may see.")
    ] = (Label.PUBLIC,)
    expires_in_days: Annotated[
        int | None, Field(ge=1, le=MOST_DAYS, description="Null: it goes on until it is revoked."), WHOLE
    ] = None
    rate: Annotated[
        str | None, Field(pattern=r"^[1-9]\d{0,6}/[smhd]$", description="60/m: as many may come at once.")
    ] = None

    def grant(self) -> Grant:
        """Return what is asked for."""
        lasts = timedelta(days=self.expires_in_days) if self.expires_in_days else None
        rate = Rate.parse(self.rate) if self.rate else None
        labels = None if len(set(self.labels)) == len(Label) else frozenset(self.labels)
        return Grant(self.name, frozenset(self.scopes), labels, lasts, rate)


class KeyOut(_Shape):
    """A key, without its secret."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    labels: tuple[Label, ...]
    rate: str | None
    created_at: datetime
    ends_at: Annotated[datetime | None, Field(description="When it opens nothing any more.")]
    revoked_at: datetime | None
    successor: Annotated[str | None, Field(description="The id of the key that took its place.")]

    @classmethod
    def of(cls, key: Key) -> Self:
        """Describe a key."""
        return cls(
            id=key.id,
            name=key.name,
            scopes=tuple(scope for scope in Scope if scope in key.scopes),
            labels=shown_labels(key.clearance),
            rate=str(key.rate) if key.rate else None,
            created_at=key.created_at,
            ends_at=key.ends_at,
            revoked_at=key.revoked_at,
            successor=key.successor,
        )


class KeyList(_Shape):
    """All keys, the oldest first."""

    keys: tuple[KeyOut, ...]


class NewKey(_Shape):
    """A key that was just made."""

    key: Annotated[str, Field(description="What callers send; it is shown this once.")]
    details: KeyOut

    @classmethod
    def of(cls, issued: Issued) -> Self:
        """Describe a new key."""
        return cls(key=issued.token, details=KeyOut.of(issued.key))


class RotateRequest(_Shape):
    """How a key is to be replaced."""

    grace_hours: Annotated[
        int, Field(ge=0, le=24 * 90, description="For how long the old key still opens things."), WHOLE
    ] = 24


class LabelRequest(_Shape):
    """What a document is to bear."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label
    below_stamp: Annotated[
        bool,
        Field(
            strict=True, description="Whether it may forbid less than the stamp in the document's own head."
        ),
    ] = False


class AuditEntries(_Shape):
    """The latest entries of the audit log, the latest first."""

    entries: list[dict[str, Any]]


def shown_labels(clearance: Clearance) -> tuple[Label, ...]:
    """Return the labels of a clearance, from the weakest to the strongest."""
    return tuple(Label) if clearance is None else in_order(clearance)
