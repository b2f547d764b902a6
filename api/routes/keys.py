"""`/v1/keys`: keys are made, listed, replaced and revoked."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.access.caller import Scope
from api.access.guard import AdmissionIn, CallerIn
from api.access.keys import Key, ended, issue, successor_of
from api.access.schemas import KeyList, KeyOut, KeyRequest, NewKey, RotateRequest, shown_labels
from api.errors.access import KeyNotFound, KeysByCommand, LabelWithheld
from corpus.labels import Clearance

router = APIRouter(tags=["access"])

KeyId = Annotated[str, Path(max_length=40, description="As `id` in the list; no secret.")]


@router.get("/v1/keys", response_model=KeyList)
def list_keys(admission: AdmissionIn) -> KeyList:
    """List the keys, those that open nothing any more among them."""
    return KeyList(keys=tuple(map(KeyOut.of, admission.door.store.all_keys())))


@router.post("/v1/keys", response_model=NewKey, status_code=201)
def create_key(body: KeyRequest, response: Response, caller: CallerIn, admission: AdmissionIn) -> NewKey:
    """Make a key; nobody gives a key that sees more, does more or lasts longer than their own.

    What is asked to last longer ends with the caller's key.
    """
    _refuse_while_open(admission)
    grant = body.grant()
    _refuse_beyond(caller, grant.clearance)
    _refuse_scopes(caller, grant.scopes)
    made = issue(grant, _end_of(caller, admission))
    admission.door.store.put(made.key)
    admission.touched.append(made.key.id)
    response.headers["Cache-Control"] = "no-store"
    return NewKey.of(made)


@router.post("/v1/keys/{key_id}/rotate", response_model=NewKey, status_code=201)
def rotate_key(
    key_id: KeyId, body: RotateRequest, response: Response, caller: CallerIn, admission: AdmissionIn
) -> NewKey:
    """Make a key that may do what another may; that one goes on until the grace is over.

    The caller may give no more than a new key; theirs in place of their own ends when that would have ended.
    """
    _refuse_while_open(admission)
    old = _key(key_id, admission)
    if old.revoked_at is not None:
        raise KeyNotFound(key_id)
    _refuse_beyond(caller, old.clearance)
    _refuse_scopes(caller, old.scopes)
    made = successor_of(old, _end_of(caller, admission))
    admission.door.store.put(made.key, ended(old, timedelta(hours=body.grace_hours), made.key.id))
    admission.touched += [old.id, made.key.id]
    response.headers["Cache-Control"] = "no-store"
    return NewKey.of(made)


@router.delete("/v1/keys/{key_id}", status_code=204, response_class=Response)
def revoke_key(key_id: KeyId, caller: CallerIn, admission: AdmissionIn) -> Response:
    """Revoke a key at once, with its sessions; not one that sees more than the caller's."""
    key = _key(key_id, admission)
    _refuse_beyond(caller, key.clearance)
    admission.door.store.put(ended(key))
    admission.touched.append(key_id)
    return Response(status_code=204)


def _key(key_id: str, admission: AdmissionIn) -> Key:
    key = admission.door.store.key(key_id)
    if key is None:
        raise KeyNotFound(key_id)
    return key


def _end_of(caller: CallerIn, admission: AdmissionIn) -> datetime | None:
    own = admission.door.store.key(caller.key_id) if caller.key_id else None
    return own.ends_at if own else None


def _refuse_scopes(caller: CallerIn, scopes: frozenset[Scope]) -> None:
    for scope in (one for one in Scope if one in scopes):
        caller.require(scope)


def _refuse_while_open(admission: AdmissionIn) -> None:
    """Leave the first key to who has a terminal here: it locks out everybody who has none."""
    if not admission.door.asks_for_keys:
        raise KeysByCommand


def _refuse_beyond(caller: CallerIn, clearance: Clearance) -> None:
    if not caller.sees_all_of(clearance):
        own = caller.clearance or frozenset()
        raise LabelWithheld(next(label for label in shown_labels(clearance) if label not in own))
