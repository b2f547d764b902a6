"""Headers that tell browsers what a response may do."""

from collections.abc import Sequence

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",  # the original of a document beside its text
    "form-action 'self'",
    "base-uri 'none'",
)
_NOTHING = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)
_YEAR = 365 * 24 * 3600


def safety(frame_ancestors: Sequence[str] = ()) -> dict[str, str]:
    """Return the headers of every response.

    Args:
        frame_ancestors: origins of the pages that may show ours in a frame; nobody's where there are none.
    """
    ancestors = " ".join(frame_ancestors) or "'none'"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",  # a question may stand in the page's address
        "Content-Security-Policy": "; ".join((*_POLICY, f"frame-ancestors {ancestors}")),
        "Permissions-Policy": _NOTHING,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    # Older browsers know this one alone, and it cannot name pages.
    return headers if frame_ancestors else headers | {"X-Frame-Options": "DENY"}


def over_tls(scheme: str) -> dict[str, str]:
    """Return the header that keeps browsers from coming back unencrypted; only where they came encrypted."""
    return {"Strict-Transport-Security": f"max-age={_YEAR}"} if scheme == "https" else {}
