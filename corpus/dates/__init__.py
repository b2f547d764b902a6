"""Dates, periods and deadlines as Vietnamese documents write them."""

from corpus.dates.days import Period, find_dates, find_periods
from corpus.dates.deadlines import find_deadlines

__all__ = ["Period", "find_dates", "find_deadlines", "find_periods"]
