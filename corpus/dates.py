"""Dates, periods and deadlines as Vietnamese documents write them."""

from corpus.days import Period, find_dates, find_periods
from corpus.deadlines import find_deadlines

__all__ = ["Period", "find_dates", "find_deadlines", "find_periods"]
