"""Uploads: `POST /v1/documents` takes files, `/v1/tasks` tells what becomes of them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.access.caller import Caller
from api.access.guard import AdmissionIn, CallerIn
from api.errors.uploads import NoFiles, TaskNotFound, UploadNotStored
from api.routes.context import RuntimeIn, UploadsIn
from api.uploads.owners import may_see, uploader_of
from api.uploads.schemas import TaskList, TaskOut, task_out
from api.uploads.tasks import OnSameName, TaskView
from corpus.labels import Label

router = APIRouter(tags=["uploads"])

MAX_LIMIT = 100

TaskId = Annotated[str, Path(description="As in the answer to the upload.")]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}


@router.post("/v1/documents", status_code=202, response_model=TaskOut, openapi_extra=_BODY)
async def upload_documents(
    request: Request,
    response: Response,
    uploads: UploadsIn,
    caller: CallerIn,
    admission: AdmissionIn,
    on_same_name: Annotated[
        OnSameName, Query(description="What to do where a name was uploaded before with another content.")
    ] = OnSameName.KEEP,
    label: Annotated[
        Label | None, Query(description="Who may see the documents; their own stamp may forbid more.")
    ] = None,
) -> TaskOut:
    """Take files and queue them; what this acknowledges is on disk and outlives a crash."""
    uploader = uploader_of(caller, label)
    try:
        form = await request.form(max_files=uploads.max_files, max_fields=uploads.max_files)
    except OSError as error:  # large files wait on the disk for the rest of the form
        raise UploadNotStored(error.errno) from error
    try:
        received = [
            (part.filename, part.file) for _, part in form.multi_items() if isinstance(part, UploadFile)
        ]
        if not received:
            raise NoFiles
        _refuse_fields(form)
        view = await run_in_threadpool(uploads.take, received, on_same_name, uploader)
    finally:
        await form.close()
    response.headers["Location"] = f"/v1/tasks/{view.task.id}"
    admission.touched.append(view.task.id)
    return task_out(view)


def _refuse_fields(form: FormData) -> None:
    """Refuse what is no file: a wish that is sent in the form rather than the address must not get lost."""
    fields = [name for name, part in form.multi_items() if not isinstance(part, UploadFile)]
    if fields:
        told = f"The form may hold files only, not {fields[0]!r}; on_same_name belongs into the address."
        raise HTTPException(400, told)


@router.get("/v1/tasks", response_model=TaskList)
def list_tasks(
    uploads: UploadsIn, caller: CallerIn, limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 20
) -> TaskList:
    """List the latest uploads of the caller, without what became of each file."""
    views = uploads.latest(limit, lambda task: may_see(caller, task))
    return TaskList(tasks=tuple(task_out(view, with_results=False) for view in views))


@router.get("/v1/tasks/{task_id}", response_model=TaskOut)
def get_task(task_id: TaskId, uploads: UploadsIn, caller: CallerIn, runtime: RuntimeIn) -> TaskOut:
    """Tell how far an upload is, and what became of each file."""
    return _shown(_own(uploads.task(task_id), caller), caller, runtime)


@router.post("/v1/tasks/{task_id}/cancel", response_model=TaskOut)
def cancel_task(task_id: TaskId, uploads: UploadsIn, caller: CallerIn, runtime: RuntimeIn) -> TaskOut:
    """End an upload; files that are in the catalog stay."""
    _own(uploads.task(task_id), caller)
    return _shown(uploads.cancel(task_id), caller, runtime)


def _own(view: TaskView, caller: Caller) -> TaskView:
    if not may_see(caller, view.task):
        raise TaskNotFound(view.task.id)
    return view


def _shown(view: TaskView, caller: Caller, runtime: RuntimeIn) -> TaskOut:
    if caller.clearance is None:
        return task_out(view)
    ids = [result.document_id for result in view.results if result.document_id is not None]
    return task_out(view, shown=runtime.catalog.cards(ids))
