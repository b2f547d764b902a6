"""Programs that turn old office formats into what can be read: LibreOffice, else antiword or catdoc."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from corpus.errors import Damaged, TimedOut

_OFFICE = ("soffice", "libreoffice")
_SECONDS = 120.0  # the slowest file seen took 6 s; starting takes 2 s
_SECONDS_PLAIN = 30.0
# A profile of its own for every call: calls do not wait for one another, and no macro or link is followed.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


@cache
def program(*names: str) -> str | None:
    """Return where the first of these programs is installed; None where none is."""
    return next((path for path in map(shutil.which, names) if path), None)


def has_office() -> bool:
    """Tell whether LibreOffice is installed."""
    return program(*_OFFICE) is not None


def convert(data: bytes, source: str, suffix: str, target: str, seconds: float = _SECONDS) -> bytes:
    """Return a file as LibreOffice converts it.

    Args:
        data: the file's content.
        source: its name, for errors.
        suffix: what its content is, such as ".doc".
        target: what it is to become, as an extension ("docx").
        seconds: after which the program and all it started are ended.

    Raises:
        TimedOut: it took longer.
        Damaged: nothing came of it.
    """
    office = program(*_OFFICE)
    if office is None:
        raise RuntimeError("has_office() was not asked first")
    with tempfile.TemporaryDirectory(prefix="chidao-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        given = Path(folder, "given" + suffix)
        given.write_bytes(data)
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
        command = [office, f"-env:UserInstallation={profile.as_uri()}", *options]
        command += ["--convert-to", target, "--outdir", folder, str(given)]
        _run(command, source, seconds, folder)
        made = Path(folder, f"given.{target}")
        if not made.is_file():
            raise Damaged(source)
        return made.read_bytes()


def convert_plain(data: bytes, source: str, command: Sequence[str]) -> str:
    """Return what a program that reads a file by its path prints, in UTF-8.

    Raises:
        TimedOut: it took too long.
        Damaged: it failed.
    """
    with tempfile.TemporaryDirectory(prefix="chidao-", ignore_cleanup_errors=True) as folder:
        given = Path(folder, "given.doc")
        given.write_bytes(data)
        return _run([*command, str(given)], source, _SECONDS_PLAIN, folder).decode("utf-8", "replace")


def _run(command: Sequence[str], source: str, seconds: float, home: str) -> bytes:
    """Run a program in a group of its own, which is ended with all its children when time is up."""
    environment = {**os.environ, "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        process_group=0,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise TimedOut(source, seconds) from error
        finally:
            with suppress(ProcessLookupError):  # also what the program left behind
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise Damaged(source)
    return output
