"""Which way of reading files a record was made by.

Files that were read in another way than today's count as unseen: the next run over them reads them again,
whatever their size, time and bytes. Without that an upgrade would improve new documents only.

Raise `EXTRACTION` by one, in the same commit, whenever the same file gives another record than before:
another text, other passages, another header, other assignments, references or figures. A record that comes
out the same needs no new number, however much of the code has changed. `tests/corpus/test_extraction.py`
keeps a fingerprint of the records of known files beside the number and fails when it is forgotten.
"""

EXTRACTION = 3
UNKNOWN = 0  # of files that were taken in before the number was kept
