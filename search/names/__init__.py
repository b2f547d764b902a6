"""What all documents are called, and the numbers that they cite."""

from search.names.block import Block, parts_of
from search.names.book import NameBook
from search.names.cited import CitedKeys
from search.names.columns import Column, Mask
from search.names.names import Names

__all__ = ["Block", "CitedKeys", "Column", "Mask", "NameBook", "Names", "parts_of"]
