"""A process that takes documents in one by one and says which are acknowledged; it is there to be killed."""

import sys
from contextlib import ExitStack
from pathlib import Path

from tests.contracts.backends import RECORDS, house, take_in


def main(folder: str, url: str, name: str, kind: str) -> None:
    with ExitStack() as stack:
        held = house(stack, Path(folder), url, name, lexical=kind == "small")
        for one in RECORDS:
            take_in(held.catalog, [one])
            held.sync()
            print(one.document.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
