"""What the door refuses; `api/rules` says each of them to the caller."""

from collections.abc import Mapping

from api.errors import ApiError

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="chidao"'}


class AccessError(ApiError):
    """Base of what the door refuses; `headers` go with the response."""

    headers: Mapping[str, str] = {}


class KeyMissing(AccessError):
    """Nobody is let in here without a key."""

    headers = _CHALLENGE

    def __str__(self) -> str:
        return "this server asks for a key: send it as Authorization: Bearer, or as X-API-Key"


class KeyRefused(AccessError):
    """There is no such key, or it has expired or was revoked."""

    headers: Mapping[str, str] = {
        "WWW-Authenticate": 'Bearer realm="chidao", error="invalid_token"',
    }

    def __str__(self) -> str:
        return "this key opens nothing here: it is unknown, has expired or was revoked"


class HostRefused(AccessError):
    """A server that is open to its own machine was called by another name: `host`."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host

    def __str__(self) -> str:
        return (
            f"without keys this server answers to this machine's own names only, not to {self.host}; "
            "make a key with chidao keys create, or set CHIDAO_ACCESS=open"
        )


class ScopeMissing(AccessError):
    """The caller's key is not for this; `scope` names what it lacks."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope
        self.headers = {
            "WWW-Authenticate": f'Bearer realm="chidao", error="insufficient_scope", scope="{scope}"'
        }

    def __str__(self) -> str:
        return f"the key lacks the scope {self.scope}"


class LabelWithheld(AccessError):
    """Nobody gives what they may not see themselves; `label` names it."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label

    def __str__(self) -> str:
        return (
            f"the key does not see documents labelled {self.label}, so it cannot give this label or clearance"
        )


class RateExceeded(AccessError):
    """The caller has asked too often; a request is taken again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.headers = {"Retry-After": str(seconds)}

    def __str__(self) -> str:
        return f"too many requests; try again in {self.seconds} seconds"


class KeysByCommand(AccessError):
    """No keys are asked for yet, so the first is not given to whoever happens to ask."""

    def __str__(self) -> str:
        return "this server asks for no keys yet; make the first one where it runs, with chidao keys create"


class KeyNotFound(AccessError):
    """No key has this id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id

    def __str__(self) -> str:
        return f"no key {self.key_id}"
