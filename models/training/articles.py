"""Cut statutes into their articles (Điều), each with its heading and its body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ARTICLE = re.compile(r"^[ \t]*Điều\s+(\d{1,3}[a-zđ]?)\s*[.:]\s*", re.MULTILINE)
_BODY_STARTS = re.compile(r"\d{1,2}\s*[.)]|[a-zđ]\)|[-–+•]")
_LONGEST_HEADING = 250  # characters
_SHORTEST_BODY = 80


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a legal text; whitespace is collapsed, paragraphs are kept as lines.

    Attributes:
        number: as printed, "12" or "12a".
        heading: the article's title, "" where it has none.
        body: what stands under it.
    """

    number: str
    heading: str
    body: str

    @property
    def text(self) -> str:
        """Return the article as printed."""
        return f"Điều {self.number}. {self.heading}\n{self.body}".replace(". \n", ". ")


def articles(text: str) -> Iterator[Article]:
    """Yield the articles of a legal text in order; a copy of an article inside a quotation counts too."""
    starts = list(_ARTICLE.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)][: len(starts)]
    for match, end in zip(starts, ends, strict=True):
        heading, body = _parted(text[match.end() : end])
        if len(body) >= _SHORTEST_BODY:
            yield Article(match[1], heading, body)


def _parted(text: str) -> tuple[str, str]:
    """Part a heading from the body; lines broken in mid-sentence are joined first."""
    broken = re.sub(r"[^\S\n]*\n\s*(?=[^\W\d_])(?![A-ZĐÀ-Ỹ]|[a-zđ]\))", " ", text)
    lines = [line for part in broken.split("\n") for line in _clauses(" ".join(part.split())) if line]
    if not lines:
        return "", ""
    first = lines[0].rstrip(".")
    if (
        len(first) > _LONGEST_HEADING
        or first.endswith((";", ":"))
        or _BODY_STARTS.match(first)
        or len(lines) < 2
    ):
        return "", "\n".join(lines)
    return first, "\n".join(lines[1:])


def _clauses(line: str) -> list[str]:
    """Part "… quy định: 1. … 2. …" where one line holds several numbered clauses."""
    return re.split(r" (?=1\. [A-ZĐÀ-Ỹ])|(?<=[.;:]) (?=\d{1,2}\. [A-ZĐÀ-Ỹ]|[a-zđ]\) )", line)
