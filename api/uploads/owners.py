"""Whose an upload is, and what its documents are to bear."""

from api.access.audit import Entry
from api.access.caller import Caller
from api.errors.access import LabelWithheld
from api.uploads.tasks import TaskView, Uploader, UploadTask
from corpus.labels import Label, in_order


def uploader_of(caller: Caller, label: Label | None) -> Uploader:
    """Return whom documents come from; raises LabelWithheld.

    Without a label they bear the weakest that the caller may see: what comes from who sees internal documents
    alone is not published by an oversight.
    """
    if caller.clearance is None:
        return Uploader(caller.key_id, None, label or Label.PUBLIC)
    sees = in_order(caller.clearance)
    wanted = label or next(iter(sees), Label.PUBLIC)
    if wanted not in sees:
        raise LabelWithheld(wanted)
    return Uploader(caller.key_id, sees, wanted)


def ingested(view: TaskView) -> Entry:
    """Return what is written down of an upload that was carried out: its documents."""
    ids = dict.fromkeys(result.document_id for result in view.results if result.document_id)
    return Entry(view.task.uploader.key_id, None, "ingest", touched=(view.task.id, *ids))


def may_see(caller: Caller, task: UploadTask) -> bool:
    """Tell whether an upload is the caller's own; who sees everything sees all of them."""
    return caller.clearance is None or (caller.key_id is not None and caller.key_id == task.uploader.key_id)
