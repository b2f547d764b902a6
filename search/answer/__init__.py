"""Typed answers, one file per family of question."""
