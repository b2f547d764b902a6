"""A file of questions into a file of results, with its manifest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.batch.manifest import Recipe, RunManifest, manifest_path, read_run, recipe_of, write_run
from api.batch.options import Format, Options
from api.batch.outcomes import outcomes
from api.batch.questionfile import Question, Questions
from api.batch.resume import Kind, Rest, resume
from api.engine.runtime import Runtime
from api.errors import IndexMoved, QuestionsUnusable

Told = Callable[[Question, str | None], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run.

    Attributes:
        source: the file that `questions` were read from.
        processes: that answer at a time.
    """

    source: Path
    questions: Questions
    output: Path
    options: Options
    processes: int


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended; `before` counts the questions that were done earlier."""

    before: int
    written: int
    failed: int


def run(job: Job, runtime: Runtime, begun: Callable[[int, int], None], told: Told) -> Report:
    """Answer the questions that are left, in their order.

    Args:
        job: what is to be run.
        runtime: over the documents.
        begun: told how many questions are done and how many are left.
        told: told of each question, with what went wrong or None.

    Raises:
        QuestionsUnusable: the output is something else, or was made of something else.
        OutputFailed: the output cannot be written any more.
        IndexMoved: the documents changed meanwhile.
    """
    options = job.options
    kind = Kind.TREC if options.form is Format.TREC else Kind(options.task.value)
    with resume(job.output, job.questions.questions, kind) as rest:
        manifest = _manifest(job, rest, recipe_of(runtime, job.source, options))
        write_run(job.output, manifest)
        begun(rest.done, len(rest.questions))
        failed = _answer(rest, job, runtime, manifest.recipe.index.version, told)
    written = len(rest.questions) - len(failed)
    if rest.questions or manifest.ended is None:
        done = rest.done + written
        write_run(job.output, manifest.finished(job.output, done, (*manifest.failed, *failed)))
    return Report(rest.done, written, len(failed))


def _answer(rest: Rest, job: Job, runtime: Runtime, version: str, told: Told) -> list[str]:
    failed = []
    found = outcomes(rest.questions, job.options, runtime, job.processes) if rest.questions else ()
    for question, outcome in zip(rest.questions, found, strict=True):
        if outcome.problem is not None:
            failed.append(str(question.id))
        elif outcome.index_version != version:
            raise IndexMoved(version, outcome.index_version)
        else:
            rest.write(outcome.lines)
        told(question, outcome.problem)
    return failed


def _manifest(job: Job, rest: Rest, recipe: Recipe) -> RunManifest:
    """Return the manifest to go on with; raises QuestionsUnusable where the output has another recipe."""
    before = read_run(job.output) if rest.done else None
    if before is None:
        return RunManifest(
            output=job.output.name,
            questions=job.source.name,
            recipe=recipe,
            processes=job.processes,
            started=datetime.now(UTC),
            ended=None,
            total=len(job.questions.questions),
            faults=len(job.questions.faults),
            done=rest.done,
            without_manifest=rest.done,
        )
    if differing := recipe.differences(before.recipe):
        problem = (
            f"đã có {rest.done} câu được làm với {', '.join(differing)} khác; hãy ghi vào tệp khác, hoặc xóa "
            f"tệp này và {manifest_path(job.output).name} để làm lại từ đầu"
        )
        raise QuestionsUnusable(str(job.output), problem)
    if not rest.questions:
        return before
    return before.model_copy(update={"processes": job.processes, "ended": None})
