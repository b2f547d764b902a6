"""The page itself: one HTML text without scripts."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.apidocs.facts import Json, operations, shapes

_FOLDER = Path(__file__).parents[1] / "web" / "docs"


def render(document: Json) -> str:
    """Return the page that describes an OpenAPI document."""
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    named = shapes(document)
    return pages.get_template("page.html").render(
        info=document["info"], tags=operations(document), shapes=named, names={shape.name for shape in named}
    )
