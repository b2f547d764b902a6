"""What can go wrong with files and the catalog.

    CorpusError
    ├── DataDirError          the data directory cannot be used
    │   └── CatalogServerError    the catalog's database server cannot be used
    ├── WorkersUnreachable    the cluster of workers cannot be used
    ├── DocumentNotFound      no such document in the catalog
    ├── DocumentConflict      another document came from the same file
    ├── StampedStronger       a document's own stamp forbids more than the label that it is to get
    └── ReadError             one file could not be read
        ├── UnsupportedFormat
        ├── EmptyFile
        ├── BinaryFile
        ├── UndecodableText
        ├── FileVanished
        ├── FileRefused      the system does not let it be read
        ├── NotAFile         a pipe or a device
        ├── Encrypted        a password protects it
        ├── Damaged          cut off, or not what it says it is
        ├── ProgramFile      a program under a document's name
        ├── ToolMissing      a program that this format needs is not installed
        ├── FileTooLarge     more than may be read
        ├── Bomb             a small file that unpacks to a huge one
        ├── NestedTooDeep    containers in containers in containers
        ├── TimedOut         reading took too long
        ├── OutOfMemory      reading took too much memory
        ├── PathTooLong      more than the catalog's database takes
        └── ReaderFailed     a defect of a reader

Every error keeps its facts in fields, so that the edge can say them in another language.
"""

from corpus.errors.base import (
    CorpusError,
)
from corpus.errors.documents import (
    DocumentConflict,
    DocumentNotFound,
    StampedStronger,
)
from corpus.errors.places import (
    CatalogServerError,
    DataDirError,
    DataDirFault,
    ServerFault,
    WorkersUnreachable,
)
from corpus.errors.reading import (
    BinaryFile,
    Bomb,
    Damaged,
    EmptyFile,
    Encrypted,
    FileRefused,
    FileTooLarge,
    FileVanished,
    NestedTooDeep,
    NotAFile,
    OutOfMemory,
    PathTooLong,
    ProgramFile,
    ReaderFailed,
    ReadError,
    TimedOut,
    ToolMissing,
    UndecodableText,
    UnsupportedFormat,
)

__all__ = [
    "BinaryFile",
    "Bomb",
    "CatalogServerError",
    "CorpusError",
    "Damaged",
    "DataDirError",
    "DataDirFault",
    "DocumentConflict",
    "DocumentNotFound",
    "EmptyFile",
    "Encrypted",
    "FileRefused",
    "FileTooLarge",
    "FileVanished",
    "NestedTooDeep",
    "NotAFile",
    "OutOfMemory",
    "PathTooLong",
    "ProgramFile",
    "ReadError",
    "ReaderFailed",
    "ServerFault",
    "StampedStronger",
    "TimedOut",
    "ToolMissing",
    "UndecodableText",
    "UnsupportedFormat",
    "WorkersUnreachable",
]
