"""Uploads: `POST /v1/documents` takes files, `/v1/tasks` tells what becomes of them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.errors import NoFiles
from api.routes.context import UploadsIn
from api.uploads.schemas import TaskList, TaskOut, task_out
from api.uploads.tasks import OnSameName

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
    on_same_name: Annotated[
        OnSameName, Query(description="What to do where a name was uploaded before with another content.")
    ] = OnSameName.KEEP,
) -> TaskOut:
    """Take files and queue them; what this acknowledges is on disk and outlives a crash."""
    async with request.form(max_files=uploads.max_files, max_fields=uploads.max_files) as form:
        parts = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        if not parts:
            raise NoFiles
        received = [(part.filename, part.file) for part in parts]
        view = await run_in_threadpool(uploads.take, received, on_same_name)
    response.headers["Location"] = f"/v1/tasks/{view.task.id}"
    return task_out(view)


@router.get("/v1/tasks", response_model=TaskList)
def list_tasks(uploads: UploadsIn, limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 20) -> TaskList:
    """List the latest uploads, without what became of each file."""
    return TaskList(tasks=tuple(task_out(view, with_results=False) for view in uploads.latest(limit)))


@router.get("/v1/tasks/{task_id}", response_model=TaskOut)
def get_task(task_id: TaskId, uploads: UploadsIn) -> TaskOut:
    """Tell how far an upload is, and what became of each file."""
    return task_out(uploads.task(task_id))


@router.post("/v1/tasks/{task_id}/cancel", response_model=TaskOut)
def cancel_task(task_id: TaskId, uploads: UploadsIn) -> TaskOut:
    """End an upload; files that are in the catalog stay."""
    return task_out(uploads.cancel(task_id))
