"""The one place that says every error to the caller: English for HTTP, Vietnamese for the command line."""

from collections.abc import Mapping

from api.host.system import system_said
from api.rules.answering import ANSWERING
from api.rules.corpus import CORPUS
from api.rules.edge import EDGE
from api.rules.faults import FAULTS, SERVER_FAULTS
from api.rules.rule import FALLBACK, Rule
from corpus.errors import DataDirFault, ServerFault

__all__ = ["FALLBACK", "RULES", "Rule", "english", "rule_for", "vietnamese"]

RULES: Mapping[type[Exception], Rule] = {**EDGE, **CORPUS, **ANSWERING}


def rule_for(error: Exception) -> Rule:
    """Return the rule of the error's class, or of the nearest class above it."""
    return next((RULES[kind] for kind in type(error).__mro__ if kind in RULES), FALLBACK)


def english(error: Exception) -> str:
    """Say an error in English where the table knows it; what else went wrong is for the log alone."""
    rule = rule_for(error)
    return f"{rule.title}: {error}" if rule is not FALLBACK else "loading failed; see the log"


def vietnamese(error: Exception) -> str:
    """Say an error to a person at the terminal."""
    if isinstance(error, OSError) and rule_for(error) is FALLBACK:
        return f"Hệ thống báo lỗi: {system_said(error.errno)}."
    fault, code = getattr(error, "fault", None), getattr(error, "errno", None)
    said = FAULTS[fault] if isinstance(fault, DataDirFault) else ""
    said = SERVER_FAULTS[fault] if isinstance(fault, ServerFault) else said
    return rule_for(error).message.format(e=error, fault=said, system=system_said(code))
