"""The settings: one table of names, defaults and help, read from CHIDAO_* variables."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.errors import SettingsError
from corpus.labels import Label

PREFIX = "CHIDAO_"
CLIENT_KEY = "CHIDAO_API_KEY"  # read by the client alone; no mistake where both run

LOCAL_INDEX = "local"

_PROBLEMS = {  # by the type of a validation error
    "int_parsing": "phải là số nguyên",
    "bool_parsing": "phải là true hoặc false",
    "float_parsing": "phải là số",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
    "literal_error": "phải là một trong: {expected}",
    "enum": "phải là một trong: {expected}",
    "string_pattern_mismatch": "phải có dạng {example}",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the settings table."""

    name: str
    default: str
    help: str


class Settings(BaseSettings):
    """What may differ from one installation to the next."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", protected_namespaces=()
    )

    data_dir: Path = Field(
        Path("data"), description="Directory of the catalog and the indexes; copying it is a backup."
    )
    catalog: SecretStr | None = Field(
        None,
        description="Catalog on a PostgreSQL server, `postgresql://user:password@host:5432/database`; unset "
        "keeps it in the data directory.",
    )
    model: str = Field("e5-small-vi", description="Embedding model: a shipped name or a folder.")
    model_query_prefix: str | None = Field(
        None, description="Put before a query; unset takes the model's own prefix."
    )
    model_passage_prefix: str | None = Field(
        None, description="Put before a passage; unset takes the model's own prefix."
    )
    model_segmented: bool | None = Field(
        None, description="Whether the model wants words joined by '_'; unset takes the model's own."
    )
    index: str = Field(
        LOCAL_INDEX,
        pattern=r"^(local|(milvus|https?)://[^\s]+)$",
        examples=["local hoặc http://host:19530"],
        description="Where passages are searched: `local`, in the data directory, or a Milvus engine, "
        "`http://host:19530`.",
    )
    index_token: SecretStr | None = Field(None, description="Key of that engine, or `user:password`.")
    index_db: str = Field("", description="Database of that engine; unset takes its own.")
    host: str = Field("127.0.0.1", description="Address that `chidao serve` listens on.")
    port: int = Field(
        8000, ge=0, le=65535, description="Port that `chidao serve` listens on; 0 takes a free one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line that is written to stderr."
    )
    log_format: Literal["text", "json"] = Field("text", description="Form of the log lines.")
    log_queries: Literal["off", "hashed", "plain"] = Field(
        "off", description="Whether questions are logged; a hash only tells which of them are equal."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Web origins that may call the HTTP interface, separated by commas."
    )
    threads: int | None = Field(
        None, ge=1, le=256, description="CPU threads of the model; unset leaves it to the library."
    )
    max_requests: int | None = Field(
        None,
        ge=1,
        le=256,
        description="Requests at work at a time; unset takes two for each core, at least 4.",
    )
    max_waiting: int = Field(
        64, ge=0, le=10_000, description="Requests that may wait for their turn; more get 503."
    )
    request_timeout: float = Field(
        60.0, gt=0, description="Seconds until a response must begin, its time in the queue included."
    )
    body_timeout: float = Field(20.0, gt=0, description="Seconds that a client may pause within a request.")
    shutdown_timeout: int = Field(
        25, ge=0, description="Seconds that requests get to end once the server is told to stop."
    )
    ingest_jobs: int | None = Field(
        None, ge=1, le=256, description="Processes that read files; unset takes one for each core."
    )
    workers: str = Field(
        "local",
        pattern=r"^(local|ray|ray://[^\s]+)$",
        examples=["local, ray hoặc ray://host:10001"],
        description="Where `chidao ingest` reads and embeds: `local`, or on a Ray cluster: `ray` for that of "
        "this machine, `ray://host:10001`.",
    )
    ingest_timeout: int = Field(
        300,
        ge=1,
        description="Seconds that reading a file may take; pictures of pages get more by their size.",
    )
    ingest_memory: int = Field(
        2048, ge=256, description="MiB of memory that reading a file may take, called programs included."
    )

    uploads: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether the server takes files; auto takes them while it serves this machine alone.",
    )
    upload_max_mib: int = Field(1024, ge=1, description="MiB that one upload may have.")
    upload_max_files: int = Field(1000, ge=1, description="Files that one upload may have.")
    access: Literal["auto", "open", "keys"] = Field(
        "auto",
        description="Whether keys are asked for; auto asks once there is one, or other machines are served.",
    )
    anonymous_labels: Annotated[tuple[Label, ...], NoDecode] = Field(
        (), description="Labels of documents that may be searched and asked without a key."
    )
    anonymous_rate: str = Field(
        "60/m",
        pattern=r"^[1-9]\d{0,6}/[smhd]$",
        examples=["60/m"],
        description="Requests that an address may send without a key, once keys are asked for.",
    )
    frame_ancestors: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Web origins that may show the page in a frame, separated by commas."
    )
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s]+$",
        examples=["http://127.0.0.1:11434/v1"],
        description="Base of an OpenAI-shaped interface whose model puts verified answers of chats in other "
        "words; unset sends nothing anywhere.",
    )
    llm_model: str = Field("default", description="Name of the model there.")
    llm_key: SecretStr | None = Field(None, description="Key of that interface.")
    llm_timeout: float = Field(10.0, gt=0, le=300, description="Seconds that its whole answer may take.")
    llm_labels: Annotated[tuple[Label, ...], NoDecode] = Field(
        (Label.PUBLIC,), description="Labels of documents whose answers may be sent there."
    )

    @property
    def catalog_place(self) -> Path | str:
        """Return where the catalog is: the data directory, or an address with its password."""
        return self.catalog.get_secret_value() if self.catalog is not None else self.data_dir

    @property
    def may_hold_documents(self) -> bool:
        """Tell whether there is a place where a catalog may be."""
        return self.catalog is not None or self.data_dir.is_dir()

    @property
    def takes_files(self) -> bool:
        """Tell whether the server takes files."""
        return self.uploads == "on" or (self.uploads == "auto" and not self.serves_others)

    @property
    def serves_others(self) -> bool:
        """Tell whether other machines are served."""
        return not (self.host == "localhost" or self.host.startswith("127.") or self.host == "::1")

    @property
    def places(self) -> int:
        """Return how many requests may be at work at a time."""
        return self.max_requests or max(4, 2 * (os.cpu_count() or 1))

    @field_validator("cors_origins", "frame_ancestors", "anonymous_labels", "llm_labels", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", "log_format", "log_queries", "access", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @classmethod
    def load(
        cls,
        *,
        data_dir: Path | None = None,
        host: str | None = None,
        port: int | None = None,
    ) -> Self:
        """Read the environment; arguments win over it. Raises SettingsError."""
        _refuse_unknown(os.environ)
        given = {"data_dir": data_dir, "host": host, "port": port}
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        except ValidationError as error:
            raise SettingsError([_explain(each) for each in error.errors()]) from error

    @classmethod
    def table(cls) -> list[Setting]:
        """Return the settings as environment variables, in the order of the class."""
        return [
            Setting(variable(name), _show(field.default), field.description or "")
            for name, field in cls.model_fields.items()
        ]


def variable(name: str) -> str:
    """Return the environment variable that sets the field `name`."""
    return PREFIX + name.upper()


def _show(default: object) -> str:
    if default is None:
        return ""
    return ",".join(map(str, default)) if isinstance(default, tuple) else str(default)


def _explain(problem: ErrorDetails) -> str:
    """Say in Vietnamese what is wrong with a value: it is read at the terminal."""
    facts = {name: str(value).replace(" or ", " hoặc ") for name, value in problem.get("ctx", {}).items()}
    known = _PROBLEMS.get(problem["type"])
    field = Settings.model_fields.get(str(problem["loc"][0])) if problem["loc"] else None
    facts["example"] = str(field.examples[0]) if field and field.examples else ""
    told = known.format(**facts) if known else problem["msg"]
    return f"{variable(str(problem['loc'][0]))} {told}" if problem["loc"] else told


def _refuse_unknown(names: Iterable[str]) -> None:
    known = {CLIENT_KEY, *(variable(name) for name in Settings.model_fields)}
    problems = []
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), sorted(known), n=1)
            problems.append(f"không có biến {name}" + (f"; có phải {near[0]}?" if near else ""))
    if problems:
        raise SettingsError(problems)
