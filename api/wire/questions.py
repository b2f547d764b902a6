"""What counts as a question, checked once for HTTP and the command line."""

import unicodedata
from enum import StrEnum

MAX_QUESTION_CHARS = 2000


class QuestionFault(StrEnum):
    """Why a text cannot be asked."""

    EMPTY = "question_empty"
    TOO_LONG = "question_too_long"
    NO_WORDS = "question_without_words"
    CONTROL = "question_control_characters"
    SURROGATE = "question_lone_surrogate"


ENGLISH: dict[QuestionFault, str] = {
    QuestionFault.EMPTY: "The question is empty.",
    QuestionFault.TOO_LONG: f"The question is longer than {MAX_QUESTION_CHARS} characters.",
    QuestionFault.NO_WORDS: "The question has no letter and no digit.",
    QuestionFault.CONTROL: "The question holds control characters; only tab and line breaks are allowed.",
    QuestionFault.SURROGATE: "The question is not valid Unicode: it holds half of a surrogate pair.",
}

VIETNAMESE: dict[QuestionFault, str] = {
    QuestionFault.EMPTY: "Câu hỏi đang để trống.",
    QuestionFault.TOO_LONG: f"Câu hỏi dài quá {MAX_QUESTION_CHARS} ký tự.",
    QuestionFault.NO_WORDS: "Câu hỏi không có chữ cái hay chữ số nào.",
    QuestionFault.CONTROL: "Câu hỏi có ký tự điều khiển; chỉ cho phép dấu tab và xuống dòng.",
    QuestionFault.SURROGATE: "Câu hỏi không phải văn bản Unicode hợp lệ.",
}


def normalize_question(raw: str) -> str:
    """Return `raw` in NFC, without white space around it."""
    return unicodedata.normalize("NFC", raw).strip()


def fault_of(question: str) -> QuestionFault | None:
    """Tell what is wrong with a normalised question; None where nothing is."""
    if not question:
        return QuestionFault.EMPTY
    if len(question) > MAX_QUESTION_CHARS:
        return QuestionFault.TOO_LONG
    categories = {unicodedata.category(char) for char in question if char not in "\t\n\r"}
    if "Cs" in categories:
        return QuestionFault.SURROGATE
    if "Cc" in categories:
        return QuestionFault.CONTROL
    if not any(category[0] in "LN" for category in categories):
        return QuestionFault.NO_WORDS
    return None
