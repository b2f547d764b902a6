"""Ask every question of a file and print the answers as `chidao ask` does.

python scripts/demo.py --data-dir DIR QUESTIONS.tsv
"""

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

from api.batch.questionfile import read_questions
from api.cli.render import render_ask
from api.engine.runtime import Runtime
from api.settings import Settings


def main() -> int:
    """Answer the questions one after the other."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("questions", type=Path)
    args = parser.parse_args()
    console = Console(highlight=False)
    runtime = Runtime.open(Settings.load(data_dir=args.data_dir))
    runtime.warm()
    engine = runtime.engine()
    started = time.perf_counter()
    questions = read_questions(args.questions).questions
    for question in questions:
        console.print(Text(f"\n❯ {question.text}", "bold cyan"))
        render_ask(console, engine.ask(question.text))
    mean = (time.perf_counter() - started) * 1000 / max(len(questions), 1)
    console.print(Text(f"\n{len(questions)} câu hỏi, trung bình {mean:.0f} ms một câu.", "dim"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
