"""Agencies: found in running text, told apart, and their abbreviations spelt out."""

from corpus.agencies.abbreviations import expand_abbreviations
from corpus.agencies.find import agency_id, find_agencies, provinces_in, resolve_agency, same_agency

__all__ = [
    "agency_id",
    "expand_abbreviations",
    "find_agencies",
    "provinces_in",
    "resolve_agency",
    "same_agency",
]
