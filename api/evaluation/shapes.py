"""The forms a result is shown in."""

from enum import StrEnum


class Shape(StrEnum):
    """How a result is written."""

    TEXT = "text"
    TSV = "tsv"
    JSON = "json"
    MTEB = "mteb"
