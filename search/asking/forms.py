"""The form of a question in which its asking is read, and the words that only ask."""

import re

from corpus.letters import fold_letters

# What is asked of a companion, a forecaster or a translator, and of no collection of directives.
_OUT_OF_SCOPE = re.compile(
    r"thoi tiet|co mua khong|bai (?:tho|hat|van)|ke chuyen|chuyen cuoi|\b(?:xin )?chao (?:ban|em|anh|chi)\b|ban la ai"
    r"|dich (?:sang|ra) tieng|gia vang|ty gia|ket qua (?:xo so|bong da)|nau an|cong thuc nau|xem boi|tu vi"
    r"|(?:viet|soan|lam) (?:giup|ho|cho) (?:toi|minh|em|anh|chi)\b"
)

# Words that fold to the same letters as others that ask for something else: "sở nào" is no "số nào".
_TOLD_APART = (
    (
        re.compile(
            r"\bsở\b|^so(?= nao (?!la\b|cua\b))"
            r"|(?:(?<=\bve )|(?<=\bcho )|(?<=\bvoi )|(?<=\bdo )|(?<=\bqua )|(?<=\bgiao )|(?<=\bgui ))so(?= nao)"
            r"|\b(?:so|số)(?= n[aà]o (?!là?\b|c[uủ]a\b|v[aà]\b|do\b|ng[aà]y\b|n[aă]m\b)\w)"
            r"|(?<=\bviec cua )so(?= nao)|(?<=\bviệc cửa )số(?= nào)"
        ),
        "co quan",
    ),
    (re.compile(r"\bkỳ\b|(?<=\bdinh )ky\b|(?<=\bnhiem )ky\b|(?<=\bcung )ky\b|(?<=\bthoi )ky\b"), "kii"),
    (re.compile(r"\bvăn bản\b|\bvan ban\b"), "vanban"),
    (re.compile(r"\bbản\b"), "baan"),
    (re.compile(r"\bbỏ\b"), "boo"),
)

# What every question contains and no document answers with.
QUESTION_WORDS = frozenset(
    """
    ai nao gi dau may bao nhieu sao the la co khong va voi cua cho den tu trong ngoai o tai ve theo do duoc bi boi
    thi ma cac nhung mot nay kia ay hay hoac neu khi roi da dang se phai can xin hoi biet noi ro vay a oi nhe
    cq co quan don vi van ban so nguoi viec gio luc truoc sau vao ra len xuong
    """.split()  # noqa: SIM905  # a word list reads better as words
)


def asking_form(text: str) -> str:
    """Return the form of a question that the patterns match."""
    text = text.lower().rstrip("?!.… ")
    for pattern, replacement in _TOLD_APART:
        text = pattern.sub(replacement, text)
    return fold_letters(text)


def is_out_of_scope(text: str) -> bool:
    """Tell whether a question asks for what no directive can say."""
    return _OUT_OF_SCOPE.search(asking_form(text)) is not None
