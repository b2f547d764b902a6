"""Questions answered in their order, by this process or by several."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from api.batch.lines import json_line, trec_lines
from api.batch.options import Format, Options, Task
from api.batch.questionfile import Question
from api.engine.runtime import Runtime
from api.errors import BatchStopped
from api.rules import vietnamese
from api.settings import Settings
from api.wire.schemas import AskRequest, SearchRequest
from search.types import AskResult, SearchResult

_ENDED = (
    "Một tiến trình trả lời đã bị dừng, có thể vì thiếu bộ nhớ; phần đã ghi còn nguyên, chạy lại với "
    "--threads nhỏ hơn để làm tiếp."
)
_AHEAD = 8  # questions that wait for each process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: its lines, or what went wrong in Vietnamese."""

    lines: str
    index_version: str
    problem: str | None = None


def outcomes(
    questions: Sequence[Question], options: Options, runtime: Runtime, processes: int
) -> Iterator[Outcome]:
    """Yield an outcome for each question; raises what would stop all of them.

    A question costs Python more than anything that leaves the interpreter's lock, so threads of one process
    gain little: each process has its own models and index, and answers one question at a time.
    """
    if processes == 1:
        runtime.warm()  # what would stop every question is told once
        yield from (_outcome(question, options, runtime) for question in questions)
    else:
        yield from _in_processes(questions, options, runtime.settings, processes)


def _in_processes(
    questions: Sequence[Question], options: Options, settings: Settings, processes: int
) -> Iterator[Outcome]:
    # Not forked: threads of the libraries would be missing in the children.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(settings, options))
    waiting: deque[Future[Outcome]] = deque()
    try:
        for question in questions:
            waiting.append(pool.submit(_answer, question))
            if len(waiting) >= processes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BatchStopped(_ENDED) from error
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class _Worker:
    """What a child process keeps between questions."""

    runtime: Runtime | None = None
    options: Options = Options()  # noqa: RUF009  # frozen
    fault: str | None = None  # in Vietnamese: not every error can be sent to another process


_WORKER = _Worker()


def _begin(settings: Settings, options: Options) -> None:
    """Open the runtime of a child; what stops it is raised by each question that it is given."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends its children
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _WORKER.options = options
        _WORKER.runtime = Runtime.open(settings)
        _WORKER.runtime.warm()
    except Exception as error:
        _WORKER.fault = vietnamese(error)


def _end_with_parent() -> None:
    """Leave when the parent was killed: nobody waits for answers then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(question: Question) -> Outcome:
    if _WORKER.fault is not None:
        raise BatchStopped(_WORKER.fault)
    assert _WORKER.runtime is not None
    return _outcome(question, _WORKER.options, _WORKER.runtime)


def _outcome(question: Question, options: Options, runtime: Runtime) -> Outcome:
    try:
        result: AskResult | SearchResult
        if options.task is Task.ASK:
            asked = {"question": question.text, "k": options.k, **question.more}
            result = runtime.ask(AskRequest.model_validate(asked)).result
        else:
            wanted = {"query": question.text, "k": options.k, "mode": options.mode}
            filters = {"filters": question.more.get("filters", {})}
            result = runtime.search(SearchRequest.model_validate(wanted | filters))
    except Exception as error:  # one question never stops the others
        return Outcome("", "", vietnamese(error))
    return Outcome(_lines(question, options, result), result.index_version)


def _lines(question: Question, options: Options, result: AskResult | SearchResult) -> str:
    if options.form is Format.TREC:
        return trec_lines(question.id, result.hits, options.tag, options.unit)
    return json_line(question.id, result, timing=options.timing)
