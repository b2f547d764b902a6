"""Where the files are that were uploaded: the catalog knows them by other names than their paths."""

from pathlib import Path

from api.uploads.store import UploadStore
from corpus.ingest import FileStatus

_NOT_TAKEN = (FileStatus.FAILED, FileStatus.SKIPPED)


def uploaded_files(folder: Path) -> dict[str, Path]:
    """Return the path of each file below `folder` that was taken in, by its origin; the latest of a name."""
    store = UploadStore(folder)
    found = {}
    for view in store.load():
        refused = {one.file for one in view.results if not one.is_member and one.status in _NOT_TAKEN}
        for ordinal, file in enumerate(view.task.files):
            if file.origin and ordinal not in refused:
                found[file.origin] = store.path_of(view.task.id, ordinal, file.name).absolute()
    return found
