"""What all documents are called, and the numbers that they cite."""

from search.names.block import parts_of
from search.names.book import NameBook
from search.names.cited import CitedKeys
from search.names.columns import Mask
from search.names.names import Names

__all__ = ["CitedKeys", "Mask", "NameBook", "Names", "parts_of"]
