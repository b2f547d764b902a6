"""Runs over files on which readers hang, crash and eat memory; containers; what a second run does."""

import json
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

import corpus.readers
from corpus.catalog import Catalog
from corpus.errors import Damaged, NestedTooDeep, OutOfMemory, ReaderFailed, TimedOut, UnsupportedFormat
from corpus.ingest import FileStatus, IngestOptions, OnConflict, ingest_files, list_files, open_pool
from corpus.sandbox.messages import Limits

TEXT = "Số: {}-CV/TU\n\n1. Giao Sở Tài chính chủ trì rà soát {} dự án.\n"
OK, FAILED = FileStatus.OK, FileStatus.FAILED


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def catalog(tmp_path):
    with Catalog.open(tmp_path / "catalog") as opened:
        yield opened


@pytest.fixture
def odd(monkeypatch):
    """Options for workers with the odd readers."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setitem(corpus.readers.UNPACKERS, ".box", "odd_readers:members")
    return lambda **more: IngestOptions(build="odd_readers:build", jobs=2, **more)


def letter(number):
    return TEXT.format(number, number)


def run(catalog, folder, options=None):
    reports = list(ingest_files(catalog, list_files([folder]), options))
    return {report.source: report for report in reports}


def boxed(*members):
    return json.dumps(members)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_within(pid, seconds=5):
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_alive(pid)


def test_bad_files_cost_themselves_only(catalog, folder, odd):
    for name in ("HANG", "SPIN", "CRASH", "EXIT", "EAT", "DEFECT"):
        (folder / f"{name}.txt").write_text(f"{name} now")
    for number in range(6):
        (folder / f"{number}.txt").write_text(letter(number))
    found = run(catalog, folder, odd(limits=Limits(seconds=5, memory_mib=400)))
    assert {found[f"{number}.txt"].status for number in range(6)} == {OK}
    wrong = {name: type(report.error) for name, report in found.items() if report.status is FAILED}
    assert wrong == {
        "HANG.txt": TimedOut,
        "SPIN.txt": TimedOut,
        "CRASH.txt": ReaderFailed,
        "EXIT.txt": ReaderFailed,
        "EAT.txt": OutOfMemory,
        "DEFECT.txt": ReaderFailed,
    }
    assert "SIGSEGV" in str(found["CRASH.txt"].error)
    assert "KeyError: 'now" in str(found["DEFECT.txt"].error)
    assert found["HANG.txt"].code == "timed_out"
    assert catalog.count() == 6


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the table of processes is read there")
@pytest.mark.parametrize("group", ["same", "own"])
def test_what_a_reader_started_ends_with_it(catalog, folder, odd, tmp_path, group):
    slow, fat = tmp_path / f"slow-{group}", tmp_path / f"fat-{group}"
    (folder / "a.txt").write_text(f"CHILD {slow}")
    (folder / "b.txt").write_text(f"FAT {fat}")
    found = run(catalog, folder, odd(limits=Limits(seconds=4, memory_mib=300)))
    assert isinstance(found["a.txt"].error, TimedOut)
    assert isinstance(found["b.txt"].error, OutOfMemory)
    assert gone_within(int(slow.read_text()))
    assert gone_within(int(fat.read_text()))


def test_a_scan_that_was_read_in_part_is_read_again_when_ocr_is_there(catalog, folder, odd):
    (folder / "a.txt").write_text(letter(1))
    (folder / "b.box").write_text(boxed(("c.txt", letter(2))))
    options = replace(odd(), build="odd_readers:scan")
    assert {report.status for report in run(catalog, folder, options).values()} == {OK, FileStatus.UNPACKED}
    again = run(catalog, folder, options)
    assert again["a.txt"].status is again["b.box!/c.txt"].status is FileStatus.UNCHANGED
    assert again["a.txt"].seconds > 0  # it was looked at
    (folder / "ocr").touch()
    whole = run(catalog, folder, options)
    assert whole["a.txt"].status is whole["b.box!/c.txt"].status is FileStatus.REPLACED
    done = run(catalog, folder, options)
    assert done["a.txt"].seconds == 0
    assert done["b.box"].status is FileStatus.UNCHANGED


def test_what_a_reader_left_half_done_goes_with_it(catalog, folder, odd, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (folder / "a.txt").write_text("LEAVE it")
    assert isinstance(run(catalog, folder, odd(limits=Limits(seconds=2)))["a.txt"].error, TimedOut)
    assert list(temporary.iterdir()) == []


def test_closing_the_iterator_ends_the_workers(catalog, folder, odd, tmp_path):
    note = tmp_path / "same"
    (folder / "a.txt").write_text(f"CHILD {note}")
    for number in range(14):  # enough for a second worker
        (folder / f"b{number}.txt").write_text(letter(number))
    # Only while reports are awaited does a worker get its file, and the first may be the slower to start.
    (folder / "b0.txt").write_text(f"AFTER {note}\n{letter(0)}")
    reports = ingest_files(catalog, list_files([folder]), odd())
    for _ in range(14):
        assert next(reports).status is OK
    reports.close()
    assert gone_within(int(note.read_text()))
    assert catalog.count() == 14


def test_a_cancelled_run_stops_in_the_middle_of_a_file(catalog, folder, odd):
    (folder / "a.txt").write_text("HANG")
    began = time.monotonic()
    options = odd(cancelled=lambda: time.monotonic() > began + 1)
    assert run(catalog, folder, options) == {}


def test_members_are_files_of_their_own(catalog, folder, odd):
    box = folder / "year.box"
    box.write_text(
        boxed(("june/a.txt", letter(1)), ("b.box", boxed(("deep.txt", letter(3)))), ("photo.jpeg2", "x"))
    )
    found = run(catalog, folder, odd())
    assert {name: report.status for name, report in found.items()} == {
        "year.box!/june/a.txt": OK,
        "year.box!/b.box!/deep.txt": OK,
        "year.box!/photo.jpeg2": FileStatus.SKIPPED,
        "year.box": FileStatus.UNPACKED,
    }
    cards = {card.source: card.origin for card in catalog.all_headers()}
    assert cards["year.box!/june/a.txt"] == f"{box}!/june/a.txt"
    assert run(catalog, folder, odd())["year.box"].status is FileStatus.UNCHANGED


def test_bad_members_cost_themselves_only(catalog, folder, odd):
    letters = [(f"{number}.txt", letter(number)) for number in range(4)]
    inner = boxed(("i.txt", "CRASH now"), letters[3], ("DAMAGED", ""))
    odd_ones = [("h.txt", "HANG now"), ("d.txt", None), ("c.box", inner), ("DAMAGED", "")]
    mixed = [letters[0], odd_ones[0], letters[1], odd_ones[1], odd_ones[2], letters[2], odd_ones[3]]
    (folder / "a.box").write_text(boxed(*mixed))
    found = run(catalog, folder, odd(limits=Limits(seconds=3)))
    whole = {"a.box!/0.txt", "a.box!/1.txt", "a.box!/c.box!/3.txt", "a.box!/2.txt"}
    assert {name for name, report in found.items() if report.status is OK} == whole
    wrong = {name: type(report.error) for name, report in found.items() if report.status is FAILED}
    assert wrong == {
        "a.box!/h.txt": TimedOut,
        "a.box!/d.txt": Damaged,
        "a.box!/c.box!/i.txt": ReaderFailed,
        "a.box!/c.box": Damaged,
        "a.box": Damaged,
    }
    again = run(catalog, folder, odd(limits=Limits(seconds=3)))
    assert {again[name].status for name in whole} == {FileStatus.UNCHANGED}
    assert again["a.box"].status is FAILED  # what failed is tried again


def test_a_container_that_hangs_is_given_up(catalog, folder, odd):
    (folder / "a.box").write_text(boxed(("1.txt", letter(1)), ("HANG", "")))
    found = run(catalog, folder, odd(limits=Limits(seconds=3)))
    assert found["a.box!/1.txt"].status is OK
    assert isinstance(found["a.box"].error, TimedOut)


def test_containers_are_opened_to_a_depth(catalog, folder, odd):
    inside = boxed(("x.txt", letter(1)))
    for _ in range(3):
        inside = boxed(("in.box", inside))
    (folder / "a.box").write_text(inside)
    found = run(catalog, folder, odd())
    assert {name: type(r.error) for name, r in found.items() if r.error} == {
        "a.box!/in.box!/in.box!/in.box": NestedTooDeep
    }


def test_a_second_run_reads_nothing(catalog, folder):
    for number in range(3):
        (folder / f"{number}.txt").write_text(letter(number))
    run(catalog, folder)
    with open_pool(IngestOptions()) as pool:
        pool.give = pool.warm = None  # any use of a worker fails
        again = list(ingest_files(catalog, list_files([folder]), pool=pool))
    assert {report.status for report in again} == {FileStatus.UNCHANGED}
    os.utime(folder / "1.txt")
    assert {report.status for report in run(catalog, folder).values()} == {FileStatus.UNCHANGED}


def test_the_same_text_is_linked(catalog, folder):
    (folder / "a.txt").write_text(letter(1))
    (folder / "b.txt").write_text(letter(1))
    (folder / "c.txt").write_text(letter(1) + "\n \n")
    found = run(catalog, folder)
    assert sorted(report.status.value for report in found.values()) == ["duplicate", "duplicate", "ok"]
    assert len({report.document_id for report in found.values()}) == 1


def test_a_dry_run_changes_nothing(catalog, folder):
    (folder / "a.txt").write_text(letter(1))
    run(catalog, folder)
    (folder / "a.txt").write_text(letter(2))
    (folder / "b.txt").write_text(letter(3))
    number = catalog.change_number()
    found = run(catalog, folder, IngestOptions(dry_run=True))
    assert {name: report.status for name, report in found.items()} == {
        "a.txt": FileStatus.REPLACED,
        "b.txt": OK,
    }
    assert catalog.change_number() == number
    assert run(catalog, folder, IngestOptions(on_conflict=OnConflict.SKIP))["a.txt"].status is (
        FileStatus.SKIPPED
    )


def test_a_name_and_origin_may_be_given(catalog, folder):
    (folder / "stored").write_text(letter(1))
    (file,) = list_files([folder / "stored"])
    given = type(file)(file.path, named=True, source="công văn.txt", origin="upload:công văn.txt")
    (report,) = ingest_files(catalog, [given])
    assert (report.status, report.source) == (OK, "công văn.txt")
    (card,) = catalog.all_headers()
    assert (card.source, card.origin) == ("công văn.txt", "upload:công văn.txt")


def test_two_files_of_one_origin_replace_each_other_in_order(catalog, folder):
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(letter(number))
    files = [type(file)(file.path, True, "a.txt", "upload:a.txt") for file in list_files([folder])]
    reports = list(ingest_files(catalog, files))
    assert [report.status for report in reports] == [OK, FileStatus.REPLACED]
    assert catalog.count() == 1


def test_a_file_larger_than_allowed_is_not_read(catalog, folder):
    with open(folder / "a.txt", "wb") as file:
        file.truncate(200 << 20)
    found = run(catalog, folder, IngestOptions(limits=Limits(memory_mib=512)))
    assert found["a.txt"].code == "file_too_large"


def test_an_unknown_kind_fails_only_where_it_was_named(catalog, folder):
    (folder / "a.xyz").write_text("x")
    assert run(catalog, folder)["a.xyz"].status is FileStatus.SKIPPED
    (report,) = ingest_files(catalog, list_files([folder / "a.xyz"]))
    assert (report.status, type(report.error)) == (FAILED, UnsupportedFormat)
