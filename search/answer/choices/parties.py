"""What was read of tasks as evidence for the body that a question asks for."""

from collections.abc import Sequence

from corpus.types import AgencyMention, Assignment, Passage, Role, Span
from search.answer.choices.asking import Asking
from search.answer.choices.bodies import body_features, is_asked_about
from search.answer.choices.values import Features, Value
from search.types import AnswerType

Held = tuple[Role, AgencyMention, Span]  # the role, who holds it, the clause of the task


def parties_of(assignments: Sequence[Assignment], passage: Passage) -> list[Held]:
    """Return who holds which role in the tasks of a passage; offsets into the document."""
    return [
        (party.role, party.mention, assignment.clause)
        for assignment in assignments
        if assignment.passage_id == passage.id
        for party in assignment.parties
    ]


def with_roles(span: Span, held: Sequence[Held], asking: Asking) -> Features:
    """Return which roles the body at `span` holds."""
    return _features({role for role, mention, _ in held if mention.span.start == span.start}, asking)


def party_values(clause: Span, held: Sequence[Held], asking: Asking) -> list[Value]:
    """Return the bodies that act in a clause without standing in it: a heading or a line above names them."""
    roles: dict[Span, set[Role]] = {}
    mentions = {}
    for role, mention, task in held:
        inside = clause.start <= mention.span.start < clause.end
        touches = task.meets(clause)
        if touches and not inside and not is_asked_about(mention, asking):
            roles.setdefault(mention.span, set()).add(role)
            mentions[mention.span] = mention
    return [
        Value(
            span,
            body_features(mention, asking) | _features(roles[span], asking) | {"far": 1.0},
            {"agency_id": mention.agency_id} if mention.agency_id else {},
            mention,
        )
        for span, mention in mentions.items()
    ]


def _features(roles: set[Role], asking: Asking) -> Features:
    together = asking.kind is AnswerType.COORDINATING_AGENCY
    lead, coordinates = float(Role.LEAD in roles), float(Role.COORDINATE in roles)
    return {
        "role": float(bool(roles & set(asking.roles))),
        "other_role": float(bool(roles) and not roles & set(asking.roles)),
        "leads": lead,
        "coordinates": coordinates,
        "implements": float(Role.IMPLEMENT in roles),
        "only_leads": lead * together,
        "only_coordinates": coordinates * (not together),
    }
