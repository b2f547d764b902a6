"""What administrators ask of a server: keys, labels, the audit log."""

from typing import Any

from api.access.schemas import (
    AuditEntries,
    KeyList,
    KeyOut,
    KeyRequest,
    LabelRequest,
    Me,
    NewKey,
    RotateRequest,
)
from api.client.calls import Call, as_model, at_document, at_key
from api.client.link import AsyncLink, Link
from api.documents.schemas import DocumentOut
from corpus.labels import Label

_KEYS = "/v1/keys"
_GRACE_HOURS = 24


class Administration:
    """What a client can do with a key for administrators; each may tell who they are."""

    _link: Link

    def me(self) -> Me:
        """Tell what this client's key may do and see."""
        return self._link.run(_me())

    def keys(self) -> tuple[KeyOut, ...]:
        """Return all keys, the oldest first."""
        return self._link.run(_keys()).keys

    def create_key(self, wanted: KeyRequest) -> NewKey:
        """Make a key; what callers send is in the answer, and nowhere else."""
        return self._link.run(_create_key(wanted))

    def rotate_key(self, key_id: str, *, grace_hours: int = _GRACE_HOURS) -> NewKey:
        """Replace a key by one that may do the same; the old one goes on for a while."""
        return self._link.run(_rotate_key(key_id, grace_hours))

    def revoke_key(self, key_id: str) -> None:
        """Revoke a key at once."""
        self._link.run(_revoke_key(key_id))

    def set_label(self, document_id: str, label: Label, *, below_stamp: bool = False) -> DocumentOut:
        """Give a document another label."""
        return self._link.run(_set_label(document_id, label, below_stamp))

    def audit(self, *, limit: int = 100) -> list[dict[str, Any]]:
        """Return the latest entries of the audit log, the latest first."""
        return self._link.run(_audit(limit)).entries


class AsyncAdministration:
    """The same for the tasks of an event loop."""

    _link: AsyncLink

    async def me(self) -> Me:
        """Tell what this client's key may do and see."""
        return await self._link.run(_me())

    async def keys(self) -> tuple[KeyOut, ...]:
        """Return all keys, the oldest first."""
        return (await self._link.run(_keys())).keys

    async def create_key(self, wanted: KeyRequest) -> NewKey:
        """Make a key; what callers send is in the answer, and nowhere else."""
        return await self._link.run(_create_key(wanted))

    async def rotate_key(self, key_id: str, *, grace_hours: int = _GRACE_HOURS) -> NewKey:
        """Replace a key by one that may do the same; the old one goes on for a while."""
        return await self._link.run(_rotate_key(key_id, grace_hours))

    async def revoke_key(self, key_id: str) -> None:
        """Revoke a key at once."""
        await self._link.run(_revoke_key(key_id))

    async def set_label(self, document_id: str, label: Label, *, below_stamp: bool = False) -> DocumentOut:
        """Give a document another label."""
        return await self._link.run(_set_label(document_id, label, below_stamp))

    async def audit(self, *, limit: int = 100) -> list[dict[str, Any]]:
        """Return the latest entries of the audit log, the latest first."""
        return (await self._link.run(_audit(limit))).entries


def _me() -> Call[Me]:
    return Call("GET", "/v1/me", as_model(Me))


def _keys() -> Call[KeyList]:
    return Call("GET", _KEYS, as_model(KeyList))


def _create_key(wanted: KeyRequest) -> Call[NewKey]:
    return Call("POST", _KEYS, as_model(NewKey), body=wanted, repeatable=False)


def _rotate_key(key_id: str, grace_hours: int) -> Call[NewKey]:
    body = RotateRequest(grace_hours=grace_hours)
    return Call("POST", at_key(key_id) + "/rotate", as_model(NewKey), body=body, repeatable=False)


def _revoke_key(key_id: str) -> Call[None]:
    return Call("DELETE", at_key(key_id), lambda _: None)


def _set_label(document_id: str, label: Label, below_stamp: bool) -> Call[DocumentOut]:
    body = LabelRequest(label=label, below_stamp=below_stamp)
    return Call("PATCH", at_document(document_id), as_model(DocumentOut), body=body)


def _audit(limit: int) -> Call[AuditEntries]:
    return Call("GET", "/v1/audit", as_model(AuditEntries), {"limit": limit})
