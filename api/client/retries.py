"""When a request is sent again, and after how long: only where the server puts it off."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from httpx2 import Response

_PUT_OFF = frozenset({429, 503})
_FIRST_S = 0.5


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is.

    Attributes:
        most: retries of one request.
        longest_s: no single wait is longer; a server that asks for more is not asked again.
    """

    most: int = 4
    longest_s: float = 30.0

    def pause(self, response: Response, tried: int) -> float | None:
        """Return how many seconds to wait before the next try; None where there is to be none.

        Args:
            response: what came back.
            tried: how often the request was sent so far.
        """
        if response.status_code not in _PUT_OFF or tried > self.most:
            return None
        asked = _asked_for(response)
        if asked is not None:
            return asked if asked <= self.longest_s else None
        # Spread, so that clients do not come back all at once.
        return min(self.longest_s, _FIRST_S * 2.0 ** (tried - 1)) * (0.5 + random.random() / 2)


PATIENT = Retries()
NEVER = Retries(0)


def _asked_for(response: Response) -> float | None:
    """Read Retry-After, in seconds or as a date."""
    told = response.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
