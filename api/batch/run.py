"""A file of questions into a file of results, with its manifest."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.batch.manifest import Recipe, RunManifest, manifest_path, read_run, recipe_of, write_run
from api.batch.options import Format, Options
from api.batch.outcomes import outcomes
from api.batch.questionfile import Question, Questions
from api.batch.resume import Kind, Rest, resume
from api.engine.runtime import Runtime
from api.errors import IndexMoved, OutputFailed, QuestionsUnusable

Told = Callable[[Question, str | None], None]

PORTION = 100  # questions after which the manifest tells how far a run is: one that is killed tells no more


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
        progress = _Progress(rest.done, manifest.failed)
        try:
            _answer(rest, job, runtime, manifest, progress, told)
        except BaseException:  # Ctrl+C as well
            with suppress(OutputFailed):
                write_run(job.output, progress.in_(manifest))
            raise
    if rest.questions or manifest.ended is None:
        write_run(job.output, manifest.finished(job.output, progress.done, tuple(progress.failed)))
    return Report(rest.done, progress.done - rest.done, len(progress.failed) - len(manifest.failed))


class _Progress:
    """How far a run is: how many questions stand in its output, and which failed."""

    def __init__(self, done: int, failed: tuple[str, ...]) -> None:
        self.done = done
        self.failed = list(failed)

    def in_(self, manifest: RunManifest) -> RunManifest:
        """Return the manifest of the run as far as it is."""
        return manifest.model_copy(update={"done": self.done, "failed": tuple(self.failed)})


def _answer(
    rest: Rest, job: Job, runtime: Runtime, manifest: RunManifest, progress: _Progress, told: Told
) -> None:
    version = manifest.recipe.index.version
    found = outcomes(rest.questions, job.options, runtime, job.processes) if rest.questions else ()
    for count, (question, outcome) in enumerate(zip(rest.questions, found, strict=True), start=1):
        if outcome.problem is not None:
            progress.failed.append(str(question.id))
        elif outcome.index_version != version:
            raise IndexMoved(version, outcome.index_version)
        else:
            rest.write(outcome.lines)
            progress.done += 1
        told(question, outcome.problem)
        if count % PORTION == 0:
            write_run(job.output, progress.in_(manifest))


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
    again = {str(question.id) for question in rest.questions}
    return before.model_copy(
        update={
            "processes": job.processes,
            "ended": None,
            "done": rest.done,
            "failed": tuple(one for one in before.failed if one not in again),
        }
    )
