"""Where the next page of a list is."""

from urllib.parse import urlencode

from fastapi import Request


def page_at(request: Request, limit: int, offset: int) -> str:
    """Return the address of a page of what a request asked for."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("limit", "offset")]
    return f"{request.url.path}?{urlencode([*kept, ('limit', limit), ('offset', offset)])}"
