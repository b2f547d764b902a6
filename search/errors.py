"""What can be wrong with a question.

SearchError
└── QuestionError
    ├── EmptyQuestion      nothing but spaces or punctuation
    └── QuestionTooLong    more code points than `limit`
"""


class SearchError(Exception):
    """Base of all errors of this package."""


class QuestionError(SearchError):
    """The question itself cannot be used."""


class EmptyQuestion(QuestionError):
    """There is no letter or digit in the question."""

    def __str__(self) -> str:
        return "the question is empty: type at least one word"


class QuestionTooLong(QuestionError):
    """The question is longer than can be meant as one."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length = length
        self.limit = limit

    def __str__(self) -> str:
        return f"the question has {self.length} characters; at most {self.limit} are allowed"
