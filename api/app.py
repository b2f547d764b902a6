"""The application factory."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.access.audit import AuditLog
from api.access.caller import Scope as Permission
from api.access.door import Door
from api.access.guard import AccessMiddleware, needs
from api.edge import openapi, problems
from api.edge.middleware import EdgeMiddleware
from api.edge.overload import OverloadMiddleware, Patience
from api.edge.parameters import known_parameters
from api.engine.intake import BUILD
from api.engine.runtime import Runtime
from api.routes import (
    apidocs,
    ask,
    batch,
    chat,
    dify,
    documents,
    facets,
    feedback,
    figures,
    genealogy,
    health,
    keys,
    labels,
    mcp,
    originals,
    references,
    register,
    removal,
    search,
    session,
    suggest,
    tasks,
    vector_stores,
    verify,
    widget,
)
from api.rules import RULES
from api.settings import Settings
from api.telemetry.gauges import gauges
from api.telemetry.logs import QueryLog
from api.telemetry.metrics import Metrics
from api.telemetry.tracing import open_tracing
from api.uploads.owners import ingested
from api.uploads.service import Uploads
from api.version import VERSION
from api.wire.bodies import BodyLimits
from corpus.ingest import IngestOptions
from corpus.sandbox.messages import Limits

ASK, SEARCH, INGEST, ADMIN = Permission.ASK, Permission.SEARCH, Permission.INGEST, Permission.ADMIN
_SPARE_THREADS = 16
WEB = Path(__file__).parent / "web"

# Each feature with the scopes that a key must have for it; a route that needs more says so itself.
_FEATURES = (
    (ask, (ASK,)),
    (chat, (ASK,)),
    (batch, (ASK,)),
    (feedback, (ASK,)),
    (mcp, (SEARCH, ASK)),
    (dify, (SEARCH,)),
    (vector_stores, (SEARCH,)),
    (widget, ()),
    (search, (SEARCH,)),
    (suggest, (SEARCH,)),
    (facets, (SEARCH,)),
    (documents, (SEARCH,)),
    (originals, (SEARCH,)),
    (references, (SEARCH,)),
    (verify, (SEARCH,)),
    (genealogy, (SEARCH,)),
    (register, (SEARCH,)),
    (figures, (SEARCH,)),
    (tasks, (INGEST,)),
    (removal, (INGEST,)),
    (keys, (ADMIN,)),
    (labels, (ADMIN,)),
    (apidocs, ()),
    (session, ()),
    (health, ()),
)

# Clients of others call these, and may add parameters of their own to an address.
_FOREIGN = frozenset({chat, dify, vector_stores, mcp, health})


def create_app(settings: Settings | None = None, runtime: Runtime | None = None) -> FastAPI:
    """Build the application; a `runtime` that is given is used and left open."""
    settings = settings or (runtime.settings if runtime else Settings.load())
    metrics, tracing = Metrics(), open_tracing(VERSION)
    app = FastAPI(
        title="Chỉ Đạo",
        version=VERSION,
        description="Exact answers out of Vietnamese directives, with the sentence that proves them.",
        lifespan=_lifespan,
        docs_url=None,  # the stock pages load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings, app.state.runtime, app.state.given = settings, runtime, runtime is not None
    app.state.metrics, app.state.uploads = metrics, None
    app.state.tracing, app.state.door = tracing, Door(settings)
    app.state.audit = AuditLog(settings.data_dir)
    metrics.watch(lambda: gauges(settings, app.state.runtime))
    for feature, scopes in _FEATURES:
        strict = [] if feature in _FOREIGN else [known_parameters()]  # after the key: strangers learn nothing
        app.include_router(feature.router, dependencies=[*map(needs, scopes), *strict])
    _mount_web(app)
    for kind in RULES:
        app.add_exception_handler(kind, problems.on_error)
    app.add_exception_handler(HTTPException, problems.on_http_error)
    app.add_exception_handler(RequestValidationError, problems.on_invalid)
    _wrap(app, settings)
    openapi.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what was not given, load in the background, close on the way out."""
    settings: Settings = app.state.settings
    runtime: Runtime = app.state.runtime or Runtime.open(settings)
    app.state.runtime = runtime
    runtime.start_warming()
    threads = to_thread.current_default_thread_limiter()  # those at work must leave some for the probes
    threads.total_tokens = max(threads.total_tokens, settings.places + _SPARE_THREADS)
    if settings.takes_files:
        limits = Limits(float(settings.ingest_timeout), settings.ingest_memory)
        options = IngestOptions(jobs=settings.ingest_jobs, limits=limits, build=BUILD)
        app.state.uploads = Uploads.open(
            settings.data_dir,
            runtime,
            settings.upload_max_files,
            options,
            app.state.metrics.ingest_failed,
            lambda view: app.state.audit.write(ingested(view)),
        )
    yield
    if app.state.uploads is not None:
        app.state.uploads.close()
        app.state.uploads = None
    if not app.state.given:
        app.state.runtime = None
        runtime.close()
    app.state.door.close()
    if app.state.tracing is not None:
        app.state.tracing.close()


def _wrap(app: FastAPI, settings: Settings) -> None:
    """Put the layers around the routes, the innermost first."""
    patience = Patience(settings.request_timeout, settings.body_timeout)
    app.add_middleware(
        OverloadMiddleware,
        places=settings.places,
        waiting=settings.max_waiting,
        patience=patience,
        metrics=app.state.metrics,
    )
    limits = BodyLimits(
        settings.upload_max_mib * 1024 * 1024,
        frozenset(settings.cors_origins),
        local_only=settings.uploads == "auto" and settings.takes_files,
    )
    queries = () if settings.log_queries == "off" else (QueryLog(settings.log_queries),)
    app.add_middleware(AccessMiddleware, door=app.state.door, audit=app.state.audit)
    app.add_middleware(
        EdgeMiddleware,
        metrics=app.state.metrics,
        limits=limits,
        observers=queries,
        tracing=app.state.tracing,
        frame_ancestors=settings.frame_ancestors,
    )
    if settings.cors_origins:  # last, so outermost: pages of others may read refusals too
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=[
                *("Authorization", "X-API-Key", "Content-Type", "X-Request-ID", "If-None-Match"),
                *("MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"),
            ],
            expose_headers=["ETag", "X-Request-ID", "Server-Timing", "Retry-After"],
        )


def _mount_web(app: FastAPI) -> None:
    index, static = WEB / "index.html", WEB / "static"
    if index.is_file():

        @app.get("/", include_in_schema=False)
        def page(request: Request) -> Response:
            return session.to_login(request) or FileResponse(index, headers={"Cache-Control": "no-cache"})

    if static.is_dir():
        app.mount("/static", _Revalidated(directory=static), name="static")


class _Revalidated(StaticFiles):
    """Files that a browser may keep but asks about each time: an upgrade shows at once."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or that it is as it was."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response
