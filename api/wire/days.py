"""Days in requests: as YYYY-MM-DD and nothing else.

Numbers would be taken for seconds since 1970, so that a year alone became a day in 1970.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _iso(value: object) -> object:
    if isinstance(value, str) and not _ISO.fullmatch(value):
        raise PydanticCustomError("date_form", "write days as YYYY-MM-DD")
    if isinstance(value, int | float):
        raise PydanticCustomError("date_form", "write days as text: YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
