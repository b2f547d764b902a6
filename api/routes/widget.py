"""`GET /widget.js`: the chat widget for other people's pages."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter()

_FILE = Path(__file__).parents[1] / "web" / "widget" / "widget.js"


@router.get("/widget.js", include_in_schema=False)
def widget() -> FileResponse:
    """Send the widget; it holds nothing, so no key is asked for."""
    return FileResponse(_FILE, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
