"""The version of the distribution, from its metadata."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "chidao"


def _read() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+unknown"


VERSION = _read()
