"""Assignments: who does what by when."""

from corpus.assignments.find import find_assignments

__all__ = ["find_assignments"]
