"""Which request bodies are taken: how large, of what type, and from which pages."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Scope

MAX_JSON_BYTES = 256 * 1024
UPLOAD_PATH = "/v1/documents"
MAX_BATCH_BYTES = 8 * 1024 * 1024
BATCH_PATH = "/v1/batch"
LINES = frozenset({"application/x-ndjson", "application/jsonl"})

_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """The rules of one application.

    Attributes:
        upload_bytes: the most that one upload may have.
        origins: of web pages elsewhere that may send what browsers send without asking first.
        local_only: whether writes must name this machine as their host. A page elsewhere can give its own
            name this machine's address, and is then of one origin with the server (DNS rebinding).
    """

    upload_bytes: int
    origins: frozenset[str] = frozenset()
    local_only: bool = False

    def refuse_unfit(self, scope: Scope) -> None:
        """Raise HTTPException where a request cannot be taken, before its body is read."""
        headers = Headers(scope=scope)
        if scope["method"] == "DELETE":
            self._refuse_foreign(headers)
        if scope["method"] not in _BODY_METHODS:
            return
        length = headers.get("content-length", "")
        if length.isdecimal():
            self.refuse_more(scope, int(length))
        essence = headers.get("content-type", "").partition(";")[0].strip().lower()
        if essence == "application/json" or (essence in LINES and scope["path"] == BATCH_PATH):
            return  # browsers ask first whether a page elsewhere may send it
        empty = length == "0" or (not length and "transfer-encoding" not in headers)
        if (essence == "multipart/form-data" and _is_upload(scope)) or (empty and not essence):
            self._refuse_foreign(headers)
        elif _is_upload(scope):
            raise HTTPException(415, "Send the files as Content-Type: multipart/form-data.")
        else:
            raise HTTPException(
                415, "Send the body as Content-Type: application/json.", {"Accept": "application/json"}
            )

    def refuse_more(self, scope: Scope, size: int) -> None:
        """Raise HTTPException where a body of `size` bytes is too large."""
        limit = MAX_BATCH_BYTES if scope["path"] == BATCH_PATH else MAX_JSON_BYTES
        if _is_upload(scope):
            limit = self.upload_bytes
        if size > limit:
            raise HTTPException(413, f"The body may have {limit} bytes at most.")

    def _refuse_foreign(self, headers: Headers) -> None:
        """Keep web pages elsewhere from writing through the browser of somebody who may."""
        if self.local_only and not is_local(headers.get("host", "")):
            raise HTTPException(
                403, "Writes must come to this machine by its own name; CHIDAO_UPLOADS=on lifts this."
            )
        origin = headers.get("origin")
        if origin in self.origins:
            return
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
        if foreign or headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            raise HTTPException(
                403, "This page may not write here; CHIDAO_CORS_ORIGINS names those that may."
            )


def is_local(host: str) -> bool:
    """Tell whether a host is this machine, or a name without dots, which no stranger can own."""
    name = urlsplit(f"//{host}").hostname or ""
    return "." not in name or re.fullmatch(r"127(\.\d{1,3}){3}", name) is not None


def _is_upload(scope: Scope) -> bool:
    return (scope["method"], scope["path"]) == ("POST", UPLOAD_PATH)
