"""Dense search with FAISS: inner product over immutable segments.

A segment holds whole documents. A new document becomes a new small segment; a document that leaves is only
named dead. Small segments are merged as they pile up, so the work of adding a document does not grow with
the collection. Small segments are compared row by row; large ones are searched by lists, and what the lists
bring is scored exactly: a passage has the same score in whichever segment it lies.
"""

from indexer.dense.index import DenseIndex
from indexer.dense.merging import Scale, heavy, merged, merged_to_lists, to_merge
from indexer.dense.segment import DocumentRows, Segment, bury, read_segment, verify, write_segment

__all__ = [
    "DenseIndex",
    "DocumentRows",
    "Scale",
    "Segment",
    "bury",
    "heavy",
    "merged",
    "merged_to_lists",
    "read_segment",
    "to_merge",
    "verify",
    "write_segment",
]
