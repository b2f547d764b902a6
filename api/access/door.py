"""The door: who sent a request, and whether they may ask again already."""

import secrets
from datetime import timedelta
from functools import cached_property
from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection
from starlette.types import Scope as Connection

from api.access.audit import AuditLog
from api.access.caller import EVERYBODY, Caller, Scope
from api.access.keys import Grant, Issued, Key, hash_of, issue, parts_of, utcnow
from api.access.rates import Buckets, Rate
from api.access.store import AccessStore
from api.errors.access import AccessError, HostRefused, KeyMissing, KeyRefused, RateExceeded
from api.settings import Settings
from api.wire.bodies import is_local

COOKIE = "chidao_session"
SESSION = timedelta(hours=12)
_SHOWN = 80  # letters of a name
_ADMISSION = "admission"  # its name in a request's state


class Door:
    """Admits callers by key or session; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.store = AccessStore(settings.data_dir)
        self._access = settings.access
        self._serves_others = settings.serves_others
        self._anonymous = Caller(
            None, None, frozenset({Scope.SEARCH, Scope.ASK}), frozenset(settings.anonymous_labels)
        )
        self._anonymous_rate = Rate.parse(settings.anonymous_rate)
        self._buckets = Buckets()

    def close(self) -> None:
        """Close what is open; it opens again when needed."""
        self.store.close()

    @property
    def asks_for_keys(self) -> bool:
        """Tell whether keys are asked for."""
        if self._access != "auto":
            return self._access == "keys"
        return self._serves_others or self.store.is_used()

    def first_key(self) -> Issued | None:
        """Make the first administrator's key where keys will be asked for and there is none."""
        if not self.asks_for_keys or self.store.is_used():
            return None
        made = issue(Grant("admin", frozenset(Scope), None))
        self.store.put(made.key)
        return made

    def admit(self, request: HTTPConnection) -> Caller:
        """Return who sent a request.

        Raises:
            HostRefused: the server is open to its own machine, and was called by another name.
            KeyMissing: there is no key, and without one nothing may be seen.
            KeyRefused: there is none like it, or it opens nothing any more.
            RateExceeded: the caller must wait.
        """
        if not self.asks_for_keys:
            self._refuse_rebound(request.headers.get("host", ""))
            return EVERYBODY
        token, session = sent_key(request), request.cookies.get(COOKIE)
        if token is None and session is None:
            self._meter_address(request)
            if not self._anonymous.clearance:
                raise KeyMissing
            return self._anonymous
        key = self.key_of(token) if token is not None else self._of_session(session or "")
        if key is None:
            self._meter_address(request)
            raise KeyRefused
        if key.rate is not None:
            self._meter(f"key:{key.id}", key.rate)
        return key.caller

    def _refuse_rebound(self, host: str) -> None:
        """Refuse a page elsewhere whose own name was given this machine's address (DNS rebinding)."""
        if self._access == "auto" and not is_local(host):
            raise HostRefused(host[:_SHOWN])

    def key_of(self, token: str) -> Key | None:
        """Return the living key that somebody sent."""
        parts = parts_of(token)
        key = self.store.key(parts[0]) if parts else None
        if parts is None or key is None or not key.bears(parts[1]):
            return None
        return key if key.lives(utcnow()) else None

    def lets_in(self, request: HTTPConnection) -> bool:
        """Tell whether somebody may open the page: with a session, or where none is needed."""
        if not self.asks_for_keys or self._anonymous.clearance:
            return True
        session, token = request.cookies.get(COOKIE), sent_key(request)
        return bool((session and self._of_session(session)) or (token and self.key_of(token)))

    def log_in(self, request: HTTPConnection, token: str) -> tuple[str, Key]:
        """Open a session with a key and return its secret; raises KeyRefused, RateExceeded."""
        self._meter_address(request)
        key = self.key_of(token)
        if key is None:
            raise KeyRefused
        if before := request.cookies.get(COOKIE):  # one browser, one session
            self.log_out(before)
        secret = secrets.token_urlsafe(32)
        ends_at = min(utcnow() + SESSION, key.ends_at or utcnow() + SESSION)
        self.store.open_session(hash_of(secret), key.id, ends_at)
        return secret, key

    def log_out(self, secret: str, everywhere: bool = False) -> None:
        """End a session, or all that its key has opened, on whatever machines."""
        key_id = self.store.session_key(hash_of(secret)) if everywhere else None
        self.store.end_session(hash_of(secret))
        if key_id:
            self.store.end_sessions_of(key_id)

    def _of_session(self, secret: str) -> Key | None:
        key_id = self.store.session_key(hash_of(secret))
        key = self.store.key(key_id) if key_id else None
        return key if key is not None and key.lives(utcnow()) else None

    def _meter_address(self, request: HTTPConnection) -> None:
        self._meter(
            f"address:{network_of(request.client.host if request.client else '?')}", self._anonymous_rate
        )

    def _meter(self, caller: str, rate: Rate) -> None:
        wait = self._buckets.take(caller, rate)
        if wait:
            raise RateExceeded(wait)


class Admission:
    """One request at the door: admitted when somebody first asks by whom, and once."""

    def __init__(self, door: Door, request: HTTPConnection, audit: AuditLog) -> None:
        self.door, self.audit = door, audit
        self._request = request
        self.refused = self.logged_in = False
        self.touched: list[str] = []  # documents and keys that the request has changed, for the audit log

    @cached_property
    def caller(self) -> Caller:
        """Return who sent the request; raises KeyMissing, KeyRefused, RateExceeded."""
        try:
            return self.door.admit(self._request)
        except AccessError:
            self.refused = True
            raise

    def log_in(self, token: str) -> tuple[str, Key]:
        """Open a session with a key and return its secret; raises KeyRefused, RateExceeded."""
        try:
            secret, key = self.door.log_in(self._request, token)
        except AccessError:
            self.refused = True
            raise
        self.caller, self.logged_in = key.caller, True
        return secret, key

    @property
    def known(self) -> Caller | None:
        """Return who sent the request, if anybody has asked and was told."""
        return self.__dict__.get("caller")

    def keep(self, scope: Connection) -> None:
        """Put the admission where the routes find it."""
        scope.setdefault("state", {})[_ADMISSION] = self


def admission_of(request: HTTPConnection) -> Admission:
    """Return the admission of a request; there is none where the door was left out, which is a defect."""
    found = request.scope["state"][_ADMISSION]
    assert isinstance(found, Admission)
    return found


def network_of(address: str) -> str:
    """Return whose address this is: of IPv6 the first 64 bits, for one household has all that follow."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:  # a Unix socket, or nothing
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(IPv6Network((found, 64), strict=False))
        found = found.ipv4_mapped
    return str(found)


def sent_key(request: HTTPConnection) -> str | None:
    """Return the key in a request's headers."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return request.headers.get("x-api-key") or None
