"""Persons named in a sentence, the one nearest to what the question asks first."""

import re
from itertools import pairwise

from corpus.letters import CAPITALS
from corpus.types import Span
from search.answer.context import Context
from search.answer.fit import without_numbers
from search.answer.sentences import Sentence
from search.asking.shapes import BY_TITLE
from search.terms import Coverage, TermSet, content_terms

_ASKS_WHO = re.compile(rf"\bai\b|{BY_TITLE.pattern}")
_WORD = rf"[{CAPITALS}]\w*"
_NAME = rf"{_WORD}(?: {_WORD}){{1,4}}"
_SURNAME = (
    r"(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ(?! Chí Minh)|Ngô|Dương|Lý|Tô|Mai"
    r"|Lương|Đào|Đinh"
    r"|Trịnh|Hà(?= \w+ \w)|Đoàn|Cao|Tạ|Thái|Lâm|Châu|Mạnh|Nông|Tống|Quách|La|Chu|Kiều|Từ|Lưu|Vương"
    r"|Trương|Triệu|Hứa)"
)
_BY_SURNAME = rf"{_SURNAME}(?: {_WORD}){{1,3}}"
_POST = (
    r"(?:Tổng Bí thư|Chủ tịch|Thủ tướng|TTg|Bộ trưởng|Thứ trưởng|Bí thư|Giám đốc|Cục trưởng|Vụ trưởng"
    r"|Chánh Văn phòng"
    r"|Trưởng [Bb]an|Trưởng [Đđ]oàn|Chủ nhiệm|Tổ trưởng|Ủy viên|Thống đốc|Tổng Thanh tra|Viện trưởng"
    r"|Chánh án)"
)
_PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|Phó Thủ tướng(?: [Tt]hường trực)?(?: Chính phủ)?)"
    rf" (?!Phó |Chủ tịch|Bí thư|Bộ trưởng|Thủ tướng|Giám đốc|Tổng Bí thư|Thứ trưởng)(?P<name>{_NAME})"
    rf"|{_POST}(?: [^\W\d_]+){{0,9}}? (?P<posted>{_BY_SURNAME})"
)
_AFTER_POST = re.compile(rf" {_BY_SURNAME}")


def asks_who(folded: str) -> bool:
    """Tell whether a folded question may ask for a person."""
    return _ASKS_WHO.search(folded) is not None


def persons(context: Context, sentence: Sentence) -> list[Span]:
    """Return the names in a sentence, offsets into its passage.

    A list of persons says of each what follows its name: whose part fits the question best stands first.
    """
    text = sentence.passage.text
    matches = list(_PERSON.finditer(text, sentence.span.start, sentence.span.end))
    if not matches:
        return []
    ends = [after.start() for _, after in pairwise(matches)] + [sentence.span.end]
    parts = [TermSet.of(text[match.start() : end]) for match, end in zip(matches, ends, strict=True)]
    coverage = Coverage(content_terms(without_numbers(context.query)), parts)
    fits = [coverage(part) for part in parts]
    order = sorted(range(len(matches)), key=lambda i: (-fits[i], i))
    return [Span(*matches[i].span("name" if matches[i]["name"] else "posted")) for i in order]


def named_persons(text: str) -> list[Span]:
    """Return the names of persons in a text, without their posts."""
    return [Span(*m.span("name" if m["name"] else "posted")) for m in _PERSON.finditer(text)]


def with_name(text: str, post: Span) -> Span:
    """Return a post with the name that follows it: "Tổng Bí thư Nguyễn Văn A"."""
    named = _AFTER_POST.match(text, post.end)
    return Span(post.start, named.end()) if named else post
