"""What stands in the way of an upload; `api/rules` says each of them to the caller."""

from api.errors import ApiError


class UploadsOff(ApiError):
    """This server takes no files."""

    def __str__(self) -> str:
        return "this server takes no files; it was started with CHIDAO_UPLOADS=off, or for other machines"


class NoFiles(ApiError):
    """An upload without files."""

    def __str__(self) -> str:
        return "the form holds no files; send them as multipart/form-data parts named files"


class UploadNotStored(ApiError):
    """The disk did not take an upload; `errno` is what the system said."""

    def __init__(self, errno: int | None) -> None:
        super().__init__(errno)
        self.errno = errno

    def __str__(self) -> str:
        return "the files could not be stored, nothing was taken; free some space or correct the permissions"


class TaskNotFound(ApiError):
    """No upload has this id."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id

    def __str__(self) -> str:
        return f"no task {self.task_id}"


class TaskFinished(ApiError):
    """An upload that has ended cannot be cancelled."""

    def __init__(self, task_id: str) -> None:
        super().__init__(task_id)
        self.task_id = task_id

    def __str__(self) -> str:
        return f"task {self.task_id} has ended already"
