"""Figures: what a document counts and measures."""

from corpus.figures.find import Breakdown, breakdowns, find_figures

__all__ = ["Breakdown", "breakdowns", "find_figures"]
