"""References: the other documents that a document cites, and what they are to it."""

from corpus.references.find import find_references

__all__ = ["find_references"]
