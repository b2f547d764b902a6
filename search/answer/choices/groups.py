"""Persons, companies and groups of people that a question asks for and that are no agencies."""

import re
from collections.abc import Iterator, Sequence

from corpus.letters import CAPITALS, fold_letters, lower_letters
from corpus.types import Span
from search.answer.choices.asking import Asking
from search.answer.choices.values import Value
from search.answer.kinds import without_other_words
from search.answer.persons import named_persons

_ASKS_CONTACT = re.compile(
    r"\b(?:goi|lien he|gap|hoi|dien)(?: dien)?(?: cho| voi| den)? ai\b|dau moi lien he"
)
_CONTACT = re.compile(r"lien he|dien thoai|so may|dau moi|\bsdt\b|\bdt\b|e-?mail")
_OVER = ("contact", "company")  # told beside the body in whose name they stand
_ROUND = 160  # characters around a name in which it is said how to reach it
_ASKS_WHOM = re.compile(
    r"\b(?:cho|voi|danh cho|gom|la|nhung) (?:nhung )?(?:ai|doi tuong nao)\b|\bai (?:duoc|bi|thuoc|huong)\b"
    r"|\b(?:nhung |cac )?doi tuong nao\b"
)
_PEOPLE = (
    r"(?:(?:các |những )?(?:cán bộ|công chức|viên chức|người \w+(?: \w+)?|học sinh|sinh viên|học viên"
    r"|giáo viên|nhà giáo|hộ \w+(?: \w+)?|hợp tác xã|tổ hợp tác|doanh nghiệp(?: \w+ và \w+)?"
    r"|trẻ em|phụ nữ|nhân dân|đoàn viên|hội viên|cựu chiến binh|thí sinh|bệnh nhân|đồng bào|ngư dân"
    r"|nông dân|đảng viên|phụ huynh|lực lượng vũ trang|vận động viên|nghệ nhân|công nhân|cá nhân"
    r"|tổ chức))(?!\w)"
)
_GROUPS = re.compile(
    r"(?<!\w)(?:đối với|dành cho|cho|gồm|giúp|hỗ trợ)\s+"
    rf"(?P<list>{_PEOPLE}(?:(?:, | và |, và | hoặc ){_PEOPLE})*)"
)
_ANYONE = re.compile(r"(?:các )?(?:(?:cá nhân|tổ chức)(?:, | và )?)+")
_ASKED_NAME = re.compile(
    r"\b(tập đoàn|tổng công ty|công ty|tổng cục|chi cục(?! trưởng)|vụ|(?<!chi )cục)\b"
    r"(?: (?!nào)\w+){0,2} nào\b"
)
_COMPANIES = ("tập đoàn", "tổng công ty", "công ty")
_PART = rf"[{CAPITALS}]\w*(?: (?!và |là |do |có |để |về |sẽ |đã )[^\W\d_{CAPITALS}]+)?"
_NAMED = rf"{_PART}(?:(?: - | – |, | và | )(?!Bộ |Sở |Vụ |Cục |Ban ){_PART})*"
_NAMED_COMPANY = rf"[{CAPITALS}]\w*(?:(?: - | – |, | và | )[{CAPITALS}]\w*)*"


def only_such(asking: Asking) -> str:
    """Return the feature of bodies, none but which answer a question where there are any; "" for none."""
    if _ASKS_CONTACT.search(asking.form):
        return "contact"
    return "company" if _noun_asked(asking) in _COMPANIES else ""


def _noun_asked(asking: Asking) -> str:
    asked = _ASKED_NAME.search(without_other_words(asking.query.text))
    return asked[1] if asked else ""


def groups(text: str, taken: Sequence[Span], asking: Asking) -> Iterator[Value]:
    """Find the persons, companies and people of a text where a question asks for such."""
    for kind, span in _found(text, asking):
        known = kind in _OVER or not any(map(span.meets, taken))
        if known and fold_letters(span.of(text)) not in asking.query.folded:
            asked = float(kind == "named_body" and bool(asking.body_kind))
            yield Value(span, {"actor": 1.0, kind: 1.0, "kind_as_asked": asked}, {})


def _found(text: str, asking: Asking) -> Iterator[tuple[str, Span]]:
    if _ASKS_CONTACT.search(asking.form):
        folded = fold_letters(text)
        for span in named_persons(text):
            if _CONTACT.search(folded, max(0, span.start - _ROUND), span.end + _ROUND):
                yield "contact", span
        return
    if not asking.body_kind and _ASKS_WHOM.search(asking.form):
        for match in _GROUPS.finditer(lower_letters(text)):
            if _ANYONE.fullmatch(match["list"]) is None:
                yield "people", Span(*match.span("list"))
    if noun := _noun_asked(asking):
        kind, name = ("company", _NAMED_COMPANY) if noun in _COMPANIES else ("named_body", _NAMED)
        for match in re.finditer(rf"(?<!\w)[{noun[0]}{noun[0].upper()}]{noun[1:]} {name}", text):
            yield kind, Span(*match.span())
