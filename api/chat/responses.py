"""How errors of these routes are described."""

from typing import Any

from api.wire.problemshapes import MEDIA_TYPE

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


def not_found(description: str) -> dict[int | str, dict[str, Any]]:
    """Describe a 404 of a route whose path names nothing."""
    return {404: {"description": description, "content": {MEDIA_TYPE: _PROBLEM}}}
