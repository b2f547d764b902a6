"""Which engine holds the passages, and how it is used: one URL with options behind the question mark."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from pydantic import TypeAdapter, ValidationError

from indexer.errors import TargetWrong

DEFAULT_PORT = 19530
_OPTIONS = frozenset({"collection", "dense", "consistency", "timeout", "lexical"})


class DenseKind(StrEnum):
    """How the engine looks for near vectors."""

    HNSW = "HNSW"  # approximate, in memory
    FLAT = "FLAT"  # exact: what tests compare with, and right for small collections
    AUTOINDEX = "AUTOINDEX"  # whatever the engine holds best; all that a hosted one may offer


class Consistency(StrEnum):
    """What a search may overlook.

    A run ends with a strong count, so what it wrote is served when it returns; searches need not wait for the
    clock of the engine (0.2 to 0.4 s) to pass them.
    """

    STRONG = "Strong"
    BOUNDED = "Bounded"
    SESSION = "Session"
    EVENTUALLY = "Eventually"


@dataclass(frozen=True, slots=True)
class Target:
    """An engine and the names of our collections there.

    Attributes:
        uri: of the engine, as its client takes it.
        token: `user:password` or a key; empty for none.
        database: there; empty for the engine's own.
        collection: how the names of our collections begin; as an alias, the one that is served.
        dense: how near vectors are looked for.
        consistency: of searches.
        timeout: seconds that a search may take, with all that is tried again.
        lexical: whether words are searched there; without, the engine needs no sparse vectors.
    """

    uri: str
    token: str = ""
    database: str = ""
    collection: str = "chidao"
    dense: DenseKind = DenseKind.HNSW
    consistency: Consistency = Consistency.BOUNDED
    timeout: float = 10.0
    lexical: bool = True

    @property
    def name(self) -> str:
        """Return what errors and reports call it: never the token."""
        parts = (self.uri, self.database, self.collection)
        return "/".join(part.rstrip("/") for part in parts if part)

    @property
    def key(self) -> str:
        """Return under what the catalog's database keeps its state.

        The address is left out: an engine may be reached by another name tomorrow.
        """
        return "/".join(("milvus", self.database, self.collection))


def parse_target(url: str, token: str = "", database: str = "") -> Target:
    """Return the engine that a URL names: `http://host:19530?collection=chidao&dense=FLAT`.

    `milvus://` is `http://`; the options are the fields of `Target`.

    Raises:
        TargetWrong: it is no such URL.
    """
    parts = urlsplit(url)
    scheme = {"milvus": "http", "http": "http", "https": "https"}.get(parts.scheme)
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise TargetWrong(str(error)) from error
    if scheme is None or not parts.hostname:
        raise TargetWrong("http://HOST:PORT, https://HOST:PORT or milvus://HOST:PORT is needed")
    if parts.username or parts.password:
        raise TargetWrong("a password does not belong into it; the token has a setting of its own")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if options.keys() - _OPTIONS:
        unknown = min(options.keys() - _OPTIONS)
        raise TargetWrong(f"unknown option {unknown}; there are {', '.join(sorted(_OPTIONS))}")
    name = options.get("collection", "chidao")
    if not (name.isascii() and name.isidentifier()):
        raise TargetWrong(f"collection={name}: letters, digits and _ make a name there")
    place = {
        "uri": f"{scheme}://{host}:{port}",
        "token": token,
        "database": database or parts.path.strip("/"),
    }
    try:
        return TypeAdapter(Target).validate_python({**place, **options})
    except ValidationError as error:
        wrong = error.errors()[0]
        raise TargetWrong(f"{wrong['loc'][0]}={wrong['input']}: {wrong['msg']}") from error
