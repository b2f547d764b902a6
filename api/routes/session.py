"""Who the caller is, and sessions for the page: a key is sent once, a cookie stands for it from then on."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from api.access.door import COOKIE, SESSION, admission_of
from api.access.guard import AdmissionIn, CallerIn
from api.access.schemas import LoginRequest, Me

router = APIRouter(tags=["access"])

_PAGE = Path(__file__).parent.parent / "web" / "login" / "index.html"


@router.get("/v1/me", response_model=Me)
def whoami(caller: CallerIn, admission: AdmissionIn) -> Me:
    """Tell what the caller may do and see."""
    return Me.of(caller, admission.door.asks_for_keys)


@router.get("/login", include_in_schema=False)
def login_page() -> FileResponse:
    """Show where a key is typed in."""
    return FileResponse(_PAGE, headers={"Cache-Control": "no-cache"})


@router.post("/login", response_model=Me)
def log_in(body: LoginRequest, request: Request, response: Response, admission: AdmissionIn) -> Me:
    """Open a session with a key; the cookie that stands for it cannot be read by scripts."""
    secret, key = admission.log_in(body.key)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    response.headers["Cache-Control"] = "no-store"
    return Me.of(key.caller, True)


@router.post("/logout", status_code=204, response_class=Response)
def log_out(
    request: Request,
    admission: AdmissionIn,
    everywhere: Annotated[
        bool, Query(description="End every session that was opened with this key.")
    ] = False,
) -> Response:
    """End the session."""
    secret = request.cookies.get(COOKIE)
    if secret:
        admission.door.log_out(secret, everywhere)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def to_login(request: Request) -> Response | None:
    """Return the way to the login page for who opens a page without a key; None for who may stay."""
    if admission_of(request).door.lets_in(request):
        return None
    return RedirectResponse("/login", 303, headers={"Cache-Control": "no-store"})
