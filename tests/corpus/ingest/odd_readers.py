"""Readers that hang, crash and eat memory on files that ask for it, for worker processes in tests.

A file's first word chooses; ".box" files are JSON lists of [name, content], content null for a damaged one.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import corpus.readers
from corpus.errors import Damaged
from corpus.readers.members import Member
from corpus.record import record_of
from corpus.types import Remark

corpus.readers.UNPACKERS[".box"] = f"{__name__}:members"


def build(data, source, origin):
    word, _, rest = data.decode().partition(" ")
    ODD.get(word, lambda rest: None)(rest.strip())
    return record_of(data, source, origin)


def members(data, source):
    for name, content in json.loads(data):
        if name == "HANG":
            time.sleep(1000)
        if name == "DAMAGED":
            raise Damaged(source)
        error = None if content else Damaged(f"{source}!/{name}")
        yield Member(name, (content or "").encode(), error)


def eat(rest):  # memory that nobody touches is limited as well
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def start(program, note):
    child = subprocess.Popen([sys.executable, "-c", program], start_new_session=note.endswith("own"))
    Path(note).write_text(str(child.pid))
    time.sleep(1000)


def scan(data, source, origin):
    """Read one page of two as long as a file named "ocr" is not beside the scan."""
    ready = Path(origin.split("!/")[0]).with_name("ocr").exists()
    found = record_of(data + b"\n\nAnother page.\n" * ready, source, origin)
    if ready:
        return found
    document = found.record.document
    partly = replace(document, provenance=replace(document.provenance, remarks=(Remark.OCR_MISSING,)))
    return replace(found, record=replace(found.record, document=partly))


def wait_for(rest):
    """Read on once the file named in the first line has content, so that another worker has begun."""
    note = Path(rest.split("\n")[0])
    end = time.monotonic() + 60
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.02)


def leave(rest):
    Path(tempfile.mkdtemp(), "half.docx").write_text(rest)
    time.sleep(1000)


def fail(rest):
    raise KeyError(rest)


ODD = {
    "HANG": lambda rest: time.sleep(1000),
    "SPIN": lambda rest: re.match(r"(a|a)+$", "a" * 60 + "b"),  # holds the interpreter's lock
    "CRASH": lambda rest: os.kill(os.getpid(), signal.SIGSEGV),
    "EXIT": lambda rest: os._exit(7),
    "EAT": eat,
    "CHILD": lambda rest: start("import time; time.sleep(1000)", rest),
    "FAT": lambda rest: start("x = bytearray(300_000_000); import time; time.sleep(1000)", rest),
    "AFTER": wait_for,
    "LEAVE": leave,
    "DEFECT": fail,
}
