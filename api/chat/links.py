"""Where the web page shows what is cited."""

from urllib.parse import urlencode

from search.types import Citation


def reader_link(base_url: str, citation: Citation) -> str:
    """Return the address of the page with the document open at the quote; `base_url` ends in a slash."""
    query = {
        "doc": citation.document.id,
        "quote": f"{citation.start}-{citation.end}",
        "value": f"{citation.value_start}-{citation.value_end}",
    }
    return f"{base_url}?{urlencode(query)}"
