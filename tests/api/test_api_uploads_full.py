"""A disk that is full while an upload is carried out: the task waits, and nothing of it is lost."""

import errno
import io
import time

import pytest

from api.uploads import runner
from api.uploads.service import FOLDER, Uploads
from api.uploads.store import UploadStore
from api.uploads.tasks import OnSameName, TaskState
from corpus.catalog import Catalog
from corpus.errors import DataDirError, DataDirFault
from indexer.errors import IndexInaccessible
from tests.api.fakes import TEXT, FakeBackend

FULL = OSError(errno.ENOSPC, "No space left on device")
PLACES = {
    "the catalog": (Catalog, "take", DataDirError("data", DataDirFault.FULL)),
    "the record of the task": (UploadStore, "save", FULL),
    "the result of a file": (UploadStore, "add", FULL),
    "the index": (FakeBackend, "build", IndexInaccessible("index", errno.ENOSPC)),
}


@pytest.fixture(params=PLACES)
def full(request, monkeypatch):
    """Let something find no room; return a function that makes some."""
    place, name, error = PLACES[request.param]

    def refuse(*_, **__):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(place, name, refuse)
        yield patched.undo


def reaches(uploads, task_id, fits):
    end = time.monotonic() + 60
    while not fits((view := uploads.task(task_id)).task):
        assert time.monotonic() < end, view
        time.sleep(0.02)
    return view


def take(uploads):
    text = TEXT.replace("12-CV/TU", "77-CV/TU").replace("dự án", "hồ sơ")
    return uploads.take([("cv77.txt", io.BytesIO(text.encode()))], OnSameName.KEEP).task.id


def test_it_is_tried_again_when_there_may_be_room(runtime, settings, full, monkeypatch):
    monkeypatch.setattr(runner, "_PAUSE_S", 0.1)
    uploads = Uploads.open(settings.data_dir, runtime, 10)
    task_id = take(uploads)
    told = reaches(uploads, task_id, lambda task: task.error).task
    assert (told.state, told.finished_at) == (TaskState.QUEUED, None)
    full()
    view = reaches(uploads, task_id, lambda task: task.state is TaskState.SUCCEEDED)
    assert (view.task.error, view.done, view.failed) == (None, 1, 0)
    uploads.close()


def test_the_next_start_goes_on(runtime, settings, full):
    uploads = Uploads.open(settings.data_dir, runtime, 10)
    task_id = take(uploads)
    reaches(uploads, task_id, lambda task: task.error)
    uploads.close()
    full()
    uploads = Uploads.open(settings.data_dir, runtime, 10)
    assert reaches(uploads, task_id, lambda task: task.state is TaskState.SUCCEEDED).done == 1
    uploads.close()
    (view,) = UploadStore(settings.data_dir / FOLDER).load()
    assert (view.task.state, view.task.error) == (TaskState.SUCCEEDED, None)


def test_a_waiting_task_can_be_cancelled(runtime, settings, monkeypatch):
    def refuse(*_, **__):
        raise DataDirError("data", DataDirFault.FULL)

    monkeypatch.setattr(Catalog, "take", refuse)
    uploads = Uploads.open(settings.data_dir, runtime, 10)
    task_id = take(uploads)
    reaches(uploads, task_id, lambda task: task.error)
    assert uploads.cancel(task_id).task.state is TaskState.CANCELLED
    uploads.close()
