"""The OpenAPI description: what the framework finds, and the one shape of errors."""

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.wire.problemshapes import MEDIA_TYPE, Problem

_ERRORS = {
    "400": "The body is not JSON in UTF-8.",
    "401": "No key, or one that opens nothing.",
    "403": "The key is not for this; or this server takes no files, or not from this web page.",
    "404": "There is no such thing.",
    "408": "The body came too slowly.",
    "409": "It is not in the state for this.",
    "413": "The body is too large.",
    "415": "The body is not application/json.",
    "422": "The request is not valid; `errors` names the fields.",
    "429": "Too many requests; Retry-After says when to come again.",
    "500": "Something broke; the log has the details under `request_id`.",
    "503": "Not ready, or too much to do; `detail` says which, Retry-After when to come again.",
    "507": "The disk did not take it; nothing was stored.",
}
_LATER = {"Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer"}}}
_HEADERS = {"429": _LATER, "503": _LATER}
_BODY_ONLY = frozenset({"400", "408", "413", "415"})
_PROBES = ("/livez", "/metrics")
_OPEN = frozenset({"/livez", "/readyz", "/login", "/logout"})  # no key is asked for
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key of this server."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same, elsewhere."},
}
_REF = "#/components/schemas/{model}"


def install(app: FastAPI) -> None:
    """Make `app` describe itself with problems as its errors."""

    def describe() -> dict[str, object]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(
                get_openapi(
                    title=app.title, version=app.version, description=app.description, routes=app.routes
                )
            )
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the framework's documented way


def _with_problems(schema: dict[str, object]) -> dict[str, object]:
    paths, components = schema["paths"], schema["components"]
    assert isinstance(paths, dict)
    assert isinstance(components, dict)
    definitions = components["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        definitions.pop(name, None)
    described = Problem.model_json_schema(ref_template=_REF)
    definitions |= described.pop("$defs", {})
    definitions["Problem"] = described
    components["securitySchemes"] = _SCHEMES
    for path, methods in paths.items():
        for operation in methods.values():
            if path not in _OPEN:  # the first, {}: a server may ask for no keys
                operation["security"] = [{}, *({name: []} for name in _SCHEMES)]
            for status in _possible(path, operation):
                operation["responses"][status] = {
                    "description": _ERRORS[status],
                    "headers": _HEADERS.get(status, {}),
                    "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
                }
    return schema


def _possible(path: str, operation: dict[str, object]) -> list[str]:
    """Return the statuses of the errors that an operation can end in."""
    possible = ["500"]
    if "requestBody" in operation:
        possible += sorted(_BODY_ONLY)
    if "requestBody" in operation or operation.get("parameters") or path.startswith("/v1/"):
        possible.append("422")
    if "multipart/form-data" in str(operation.get("requestBody")):
        possible += ["403", "507"]
    if path.endswith("/cancel"):
        possible += ["403", "409"]
    if "{" in path or path.startswith("/v1/genealogy"):
        possible.append("404")
    if not path.startswith(_PROBES):
        possible.append("503")
    if path not in _OPEN:
        possible += ["401", "403", "429"]
    if path == "/login":
        possible += ["401", "403", "429"]
    if operation.get("tags") == ["access"]:
        possible += ["403", "409"]
    return possible
