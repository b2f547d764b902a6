"""Files and folders into the catalog: read in processes of their own, written one transaction a file."""

from corpus.ingest.files import list_files
from corpus.ingest.missing import missing_files
from corpus.ingest.reports import Candidate, FileReport, FileStatus, IngestOptions, OnConflict
from corpus.ingest.run import ingest_files, open_pool
from corpus.ingest.watch import FolderWatch

__all__ = [
    "Candidate",
    "FileReport",
    "FileStatus",
    "FolderWatch",
    "IngestOptions",
    "OnConflict",
    "ingest_files",
    "list_files",
    "missing_files",
    "open_pool",
]
