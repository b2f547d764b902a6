"""Verified answers in other words, by a language model that is not trusted."""

from api.chat.phrasing.phrase import Outcome, phrase

__all__ = ["Outcome", "phrase"]
