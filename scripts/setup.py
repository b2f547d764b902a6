"""Make `.venv` with everything the project needs, and a torch that carries no CUDA libraries.

    python3 scripts/setup.py            what `make setup` runs
    python3 scripts/setup.py --cuda     take whatever torch build the package index offers

torch is settled first. A dry run tells which packages the plain installer would bring; when CUDA packages are
among them, the CPU build is asked for through uv, which knows where it is kept; when that fails too, nothing
is installed and the ways out are printed.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
TORCH = "torch==2.13.0"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".chidao-setup"
QUICK_PIP = 25  # earlier ones compare the tags of every file of an index and take three times as long
# What no program here imports, or a module or two of it: two fifths of all. Python compiles it when it is.
RARE = (
    r"site-packages/(?:.*/tests?/|transformers/models/|torch/(?:_inductor|ao|onnx|testing)/"
    r"|sympy/physics/|networkx/algorithms/|onnxruntime/transformers/|pygments/lexers/|pip/|setuptools/)"
)
HELP = f"""
No CPU build of torch could be had, and the default build brings several gigabytes of CUDA libraries.
Choose one:
  - install a CPU build of {TORCH} into .venv yourself, then run make setup again;
  - accept the CUDA build:  make setup CUDA=1
"""


def main() -> int:
    """Set the environment up unless it is as wanted already."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--cuda", action="store_true", help="do not insist on a CPU build of torch")
    args = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036  # this script runs before anything is installed
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    wanted = _fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    if not PYTHON.exists():
        print("Creating .venv ...")
        venv.create(VENV, with_pip=True)
    if _pip_version() < QUICK_PIP:
        _pip("install", "--no-compile", "--upgrade", "pip", check=False)  # the old one would do
    if not _has_torch() and not _install_torch(args.cuda):
        print(HELP, file=sys.stderr)
        return 1
    torch = _compiling(_packages(), processes=1)  # beside the next installation, which keeps one busy
    print("Installing the other packages ...")
    _pip("install", "--no-compile", "--constraint", str(LOCK), "--editable", f"{ROOT}[dev]")
    torch.wait()
    _compiling(_packages(), processes=0).wait()
    STAMP.write_text(wanted)
    return 0


def _fingerprint() -> str:
    parts = [path.read_bytes() for path in (ROOT / "pyproject.toml", LOCK, Path(__file__))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _pip_version() -> int:
    command = [PYTHON, "-c", "import importlib.metadata as m; print(m.version('pip').split('.')[0])"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(asked.stdout) if asked.returncode == 0 else QUICK_PIP


def _has_torch() -> bool:
    return subprocess.run([PYTHON, "-c", "import torch"], capture_output=True, check=False).returncode == 0


def _install_torch(any_build: bool) -> bool:
    print(f"Installing {TORCH} ...")
    if any_build or not _brings_cuda():
        return _pip("install", "--no-compile", TORCH, check=False)
    if not _pip("install", "uv", check=False):
        return False
    command = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--torch-backend", "cpu", TORCH]
    return subprocess.run(command, check=False).returncode == 0 and _has_torch()


def _packages() -> Path:
    command = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def _compiling(folder: Path, processes: int) -> "subprocess.Popen[bytes]":
    """Begin to compile what is not compiled and not rare, on so many processors, 0 for all."""
    command = [PYTHON, "-m", "compileall", "-qq", "-x", RARE, "-j", str(processes), folder]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _brings_cuda() -> bool:
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--dry-run", "--report", "-", TORCH]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        return True
    names = [item["metadata"]["name"].lower() for item in json.loads(asked.stdout)["install"]]
    return any(name.startswith(("nvidia", "cuda", "triton")) for name in names)


def _pip(*arguments: str, check: bool = True) -> bool:
    command = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=check).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
