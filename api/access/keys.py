"""Keys: what is given out once, and what is kept of it.

A key is `chidao_<id>_<secret>`. The secret holds 256 random bits, so nobody guesses it from its hash, and one
round of SHA-256 is enough: slow hashes are there for passwords that people choose. The id finds the row.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from api.access.caller import Caller, Scope
from api.access.rates import Rate
from corpus.labels import Clearance

_SHAPE = re.compile(r"chidao_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept; times are UTC.

    Attributes:
        id: names the key; no secret.
        digest: SHA-256 of the secret, in hex.
        ends_at: when it expires, or is revoked with a delay; None where it goes on.
        revoked_at: when it was revoked; it may go on until `ends_at`.
        successor: the key that a rotation gave in its place.
    """

    id: str
    name: str
    digest: str
    scopes: frozenset[Scope]
    clearance: Clearance
    rate: Rate | None
    created_at: datetime
    ends_at: datetime | None = None
    revoked_at: datetime | None = None
    successor: str | None = None

    def lives(self, now: datetime) -> bool:
        """Tell whether the key opens anything."""
        return self.ends_at is None or now < self.ends_at

    def bears(self, secret: str) -> bool:
        """Tell whether a secret is this key's; takes as long whatever the answer."""
        return hmac.compare_digest(hash_of(secret), self.digest)

    @property
    def caller(self) -> Caller:
        """Return who asks with this key."""
        return Caller(self.name, self.id, self.scopes, self.clearance)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key, and the only time that its secret is known."""

    key: Key
    secret: str

    @property
    def token(self) -> str:
        """Return what the caller sends."""
        return f"chidao_{self.key.id}_{self.secret}"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a new key is to be."""

    name: str
    scopes: frozenset[Scope]
    clearance: Clearance
    lasts: timedelta | None = None
    rate: Rate | None = None


def utcnow() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def issue(grant: Grant, until: datetime | None = None) -> Issued:
    """Make a key; with `until` it ends then at the latest."""
    secret, now = secrets.token_urlsafe(_SECRET_BYTES), utcnow()
    ends = [now + grant.lasts] if grant.lasts is not None else []
    ends_at = min([*ends, *([until] if until else [])], default=None)
    digest = hash_of(secret)
    name, scopes, clearance = grant.name, grant.scopes, grant.clearance
    key = Key(secrets.token_hex(6), name, digest, scopes, clearance, grant.rate, now, ends_at)
    return Issued(key, secret)


def successor_of(key: Key, until: datetime | None = None) -> Issued:
    """Make a key that may do what another may, for as long as that was made for; until `until` at most."""
    lasts = key.ends_at - key.created_at if key.ends_at else None
    return issue(Grant(key.name, key.scopes, key.clearance, lasts, key.rate), until)


def ended(key: Key, grace: timedelta = timedelta(0), successor: str | None = None) -> Key:
    """Return a key that is revoked now and opens things until the grace is over."""
    now = utcnow()
    ends_at = min(key.ends_at or now + grace, now + grace)
    return replace(key, ends_at=ends_at, revoked_at=now, successor=successor)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parts_of(token: str) -> tuple[str, str] | None:
    """Return the id and the secret in what a caller sent; None where it is no key."""
    found = _SHAPE.fullmatch(token.strip())
    return (found[1], found[2]) if found else None
