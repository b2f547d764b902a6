"""A result in words: our own, or those of a language model where one is set and may be told."""

from api.chat.composition import Composed, compose
from api.chat.phrasing import Outcome, phrase
from api.chat.phrasing.endpoint import Endpoint
from api.engine.view import View
from api.settings import Settings
from search.types import AskResult


def put_in_words(view: View, result: AskResult) -> tuple[Composed, Outcome | None]:
    """Return what a chatbot says; None where no language model was asked."""
    composed, endpoint = compose(result), _endpoint(view.settings)
    if endpoint is None or not composed.rephrasable or not _may_be_told(view, composed):
        return composed, None
    return phrase(composed, result.query, endpoint)


def _endpoint(settings: Settings) -> Endpoint | None:
    if settings.llm_url is None:
        return None
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return Endpoint(settings.llm_url, settings.llm_model, key, settings.llm_timeout)


def _may_be_told(view: View, composed: Composed) -> bool:
    """Tell whether all that is cited may leave this machine."""
    ids = {each.citation.document.id for each in composed.cited}
    cards = view.catalog.cards(ids)
    return ids == cards.keys() and all(card.label in view.settings.llm_labels for card in cards.values())
