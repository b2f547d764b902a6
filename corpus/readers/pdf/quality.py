"""Whether a text layer says what the page shows: fonts with wrong tables give letters in disorder."""

import re

from corpus.readers.syllables import is_syllable

_TOKEN = re.compile(r"\S+")
_OUTER = "\"'“”‘’()[]{}<>.,;:!?…-–—/*|•+=%"
_ASCII_WORD = re.compile(r"[A-Z]?[a-z]*[aeiouy][a-z]*|[A-Z]{1,12}")
_NUMBER = re.compile(r"[\d.,:/%+\-–]+|[\dA-ZĐ]+(?:[/-][\dA-Za-zĐÀ-ỹ.&-]*)+")
_LEADERS = re.compile(r"[._…]{3,}")
_ENOUGH, _ENOUGH_LETTERS = 20, 120  # tokens or, where spaces are lost too, letters that a judgement needs
_SOUND = 0.5


def is_garbage(text: str) -> bool:
    """Tell whether most words of a text are neither Vietnamese nor Latin words nor numbers."""
    tokens = [t for raw in _TOKEN.findall(_LEADERS.sub(" ", text)) if (t := raw.strip(_OUTER))]
    if len(tokens) < _ENOUGH and sum(map(len, tokens)) < _ENOUGH_LETTERS:
        return False
    return sum(_is_sound(token) for token in tokens) < _SOUND * len(tokens)


def _is_sound(token: str) -> bool:
    if _NUMBER.fullmatch(token) or _ASCII_WORD.fullmatch(token):
        return True
    return all(is_syllable(part) for part in re.split(r"[-–/.,;:()]+", token) if part)
