"""What the page tells of each route and shape, read out of an OpenAPI document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Json = Mapping[str, object]

_LIMITS = {
    "minimum": "from {}",
    "maximum": "to {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "like {}",
    "default": "default {}",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a member of a shape."""

    name: str
    place: str  # query, path, header; empty for a member
    required: bool
    type: str
    limits: str
    about: str


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent or comes back: media type and the shape, where it has a name."""

    media: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with what comes with it."""

    status: str
    about: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A route with a method."""

    method: str
    path: str
    about: str
    fields: tuple[Field, ...]
    takes: tuple[Body, ...]
    gives: tuple[Answer, ...]

    @property
    def anchor(self) -> str:
        """Return what links to it name."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True, slots=True)
class Shape:
    """A named JSON object or list of values."""

    name: str
    about: str
    values: str
    fields: tuple[Field, ...]


def operations(document: Json) -> dict[str, list[Operation]]:
    """Return the operations by tag, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in _table(document, "paths"):
        for method, described in _items(methods):
            tags = described.get("tags")
            tag = str(tags[0]) if isinstance(tags, list) and tags else "other"
            found.setdefault(tag, []).append(_operation(method, path, described))
    return found


def shapes(document: Json) -> list[Shape]:
    """Return the named shapes in the order of their names."""
    components = document.get("components")
    schemas = components.get("schemas", {}) if isinstance(components, Mapping) else {}
    return [_shape(name, schema) for name, schema in sorted(_items(schemas))]


def _operation(method: str, path: str, described: Json) -> Operation:
    parameters = described.get("parameters", [])
    body = described.get("requestBody", {})
    return Operation(
        method.upper(),
        path,
        _text(described, "description") or _text(described, "summary"),
        tuple(_parameter(each) for each in parameters) if isinstance(parameters, list) else (),
        tuple(_bodies(body)) if isinstance(body, Mapping) else (),
        tuple(
            Answer(status, _text(answer, "description"), tuple(_bodies(answer)))
            for status, answer in _table(described, "responses")
        ),
    )


def _parameter(described: Json) -> Field:
    schema = described.get("schema", {})
    assert isinstance(schema, Mapping)
    about = _text(described, "description") or _text(schema, "description")
    name, place = _text(described, "name"), _text(described, "in")
    return Field(name, place, bool(described.get("required")), _type(schema), _limits(schema), about)


def _bodies(holder: Json) -> Iterator[Body]:
    for media, content in _table(holder, "content"):
        schema = content.get("schema", {})
        assert isinstance(schema, Mapping)
        yield Body(media, _type(schema), _text(schema, "description"))


def _shape(name: str, schema: Json) -> Shape:
    required = schema.get("required", [])
    assert isinstance(required, list)
    fields = tuple(
        Field(key, "", key in required, _type(each), _limits(each), _text(each, "description"))
        for key, each in _table(schema, "properties")
    )
    values = schema.get("enum", [])
    shown = ", ".join(map(str, values)) if isinstance(values, list) else ""
    return Shape(name, _text(schema, "description"), shown, fields)


def _type(schema: Json) -> str:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return reference.rpartition("/")[2]
    for joiner in ("anyOf", "oneOf", "allOf"):
        parts = schema.get(joiner)
        if isinstance(parts, list):
            return " | ".join(_type(part) for part in parts)
    items = schema.get("items")
    if isinstance(items, Mapping):
        return f"{_type(items)}[]"
    kind = _text(schema, "format") or _text(schema, "type")
    return kind or str(schema.get("const", "any"))


def _limits(schema: Json) -> str:
    told = [words.format(schema[name]) for name, words in _LIMITS.items() if schema.get(name) is not None]
    parts = schema.get("anyOf")
    if isinstance(parts, list):
        told += [limits for part in parts if isinstance(part, Mapping) and (limits := _limits(part))]
    return ", ".join(told)


def _table(holder: Json, name: str) -> Iterator[tuple[str, Json]]:
    return _items(holder.get(name, {}))


def _items(table: object) -> Iterator[tuple[str, Json]]:
    if isinstance(table, Mapping):
        yield from ((str(key), value) for key, value in table.items() if isinstance(value, Mapping))


def _text(holder: Json, name: str) -> str:
    found = holder.get(name, "")
    return found if isinstance(found, str) else ""
