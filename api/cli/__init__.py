"""The `chidao` command. Heavy packages are imported by the commands that need them."""

import logging
import os
import sys
from typing import Annotated

import typer

from api.cli import (
    ask,
    audit,
    batch,
    delete,
    doctor,
    evaluate,
    export,
    feedback,
    genealogy,
    ingest,
    keys,
    label,
    mcp,
    register,
    reread,
    serve,
    versions,
)
from api.cli.usage import UsageError, translate_help, usage_fault
from api.errors import ExitCode
from api.rules import rule_for, vietnamese

_STOPPED = "chidao: đã dừng; những gì đã ghi vẫn còn nguyên, chạy lại lệnh này để làm tiếp."

app = typer.Typer(
    name="chidao",
    help="Hỏi bằng tiếng Việt, nhận câu trả lời chính xác từ văn bản chỉ đạo, kèm câu trích chứng minh.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

app.command("ingest")(ingest.ingest)
app.command("reread")(reread.reread)
app.command("ask")(ask.ask)
app.command("search")(ask.search)
app.command("genealogy")(genealogy.genealogy)
app.command("register")(register.register)
app.command("versions")(versions.versions)
app.command("delete")(delete.delete)
app.command("batch")(batch.batch)
app.command("serve")(serve.serve)
app.command("label")(label.label)
app.add_typer(keys.keys, name="keys")
app.command("audit")(audit.audit)
app.command("mcp")(mcp.mcp)
app.command("doctor")(doctor.doctor)
app.command("export")(export.export)
app.command("import")(export.import_beir)
app.command("feedback")(feedback.feedback)
app.command("eval")(evaluate.evaluate)


def _show_version(wanted: bool) -> None:
    if wanted:
        from api.version import VERSION

        typer.echo(f"chidao {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="In phiên bản rồi thoát.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


def main() -> None:
    """Run the command line; errors become one Vietnamese line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    translate_help()
    try:
        code = app(prog_name="chidao", standalone_mode=False) or ExitCode.OK
        if code == ExitCode.INTERRUPTED:
            typer.echo(_STOPPED, err=True)
        sys.exit(code)
    except BrokenPipeError:
        # The reader has gone; what is still buffered has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.FAILURE)
    except UsageError as error:
        typer.echo(f"chidao: {usage_fault(error)}", err=True)
        sys.exit(ExitCode.USAGE)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(_STOPPED, err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:
        logging.getLogger("api.cli").debug("command failed", exc_info=True)
        typer.echo(f"chidao: {vietnamese(error)}", err=True)
        sys.exit(rule_for(error).exit_code)
