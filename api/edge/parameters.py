"""Parameters of the address that a route does not know: a misspelt filter must not get lost."""

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Depends as Dependency


def _refuse_unknown(request: Request) -> None:
    """Raise RequestValidationError unless the description of the route names every parameter."""
    given = dict.fromkeys(request.query_params)
    if not given:
        return
    known = _described(request)
    if known is None:  # what is not described is for browsers, which add what they like
        return
    there_are = f"those there are: {', '.join(known)}" if known else "this address takes none"
    wrong = [
        {
            "type": "extra_forbidden",
            "loc": ("query", name),
            "msg": f"there is no parameter {name}; {there_are}",
        }
        for name in given
        if name not in known
    ]
    if wrong:
        raise RequestValidationError(wrong)


def _described(request: Request) -> list[str] | None:
    """Return the names that the OpenAPI document has for a request; None where it does not tell of it."""
    path = getattr(request.scope.get("route"), "path", "")
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower())
    if operation is None:
        return None
    return [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]


def known_parameters() -> Dependency:
    """Return what makes a router refuse parameters that its routes do not describe."""
    dependency: Dependency = Depends(_refuse_unknown)
    return dependency
