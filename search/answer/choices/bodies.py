"""Agencies, posts and those who act and are no agency, with what speaks for each as the body asked for."""

import re
from collections.abc import Iterator, Sequence

from corpus.agencies import find_agencies, same_agency
from corpus.letters import fold_letters
from corpus.types import AgencyMention, Span
from search.answer.choices.actors import find_actors
from search.answer.choices.asking import Asking
from search.answer.choices.groups import groups
from search.answer.choices.values import Features, Value
from search.answer.kinds import is_of_kind, without_head
from search.answer.persons import with_name

_GENERIC = re.compile(
    r"(?:(?:cac|moi|tung|co quan|don vi|to chuc|ca nhan|dia phuong|so|ban|nganh|bo|cap|doan the"
    r"|lien quan|co|va"
    r"|nha nuoc|tham quyen|chuc nang|khac|doanh nghiep|thu truong|nguoi dung dau)(?:, | |$))+"
)
_TOLD_ABOVE = ("gui", "nop", "trinh", "bao", "chiu", "thong bao", "phan anh", "phan hoi", "lien he")
_REPLY = re.compile(r"(?:phan hoi|phan anh|lien he|bao cao|gui)(?: kip thoi)?(?: ve| den| voi| cho)? $")
_ASKS_REPLY = re.compile(r"\b(?:vuong|kho khan|phan anh|phan hoi|lien he|thac mac)\b")


def asks_reply(asking: Asking) -> bool:
    """Tell whether a question asks whom to tell of difficulties: often the one that it names."""
    return asking.kind.value == "report_to" and _ASKS_REPLY.search(asking.form) is not None


def bodies(text: str, asking: Asking) -> Iterator[Value]:
    """Find agencies, and those who act and are none ("người đứng đầu", "chủ đầu tư")."""
    folded = fold_letters(text)
    mentions = find_agencies(text)
    spans = [mention.span for mention in mentions]
    found = list(groups(text, spans, asking))
    yield from found
    yield from _actors(text, spans + [one.span for one in found], asking)
    for mention in mentions:
        before = folded[max(0, mention.span.start - 25) : mention.span.start]
        if is_asked_about(mention, asking) and not (asks_reply(asking) and _REPLY.search(before)):
            continue
        behind = folded[mention.span.end : mention.span.end + 25]
        listed = bool(re.search(r"(?:phoi hop (?:voi )?|cung (?:voi )?|, )$", before))
        together = asking.kind.value == "coordinating_agency"
        features = body_features(mention, asking) | {
            "told": float(bool(re.search(r"(?:giao|de nghi|yeu cau)(?: cho)? ?$", before))),
            "acts": float(
                "chu tri" in behind
                or "co trach nhiem" in behind
                or bool(re.match(r" (?:quyet dinh|ban hanh|lap|to chuc|thuc hien)", behind))
            ),
            "with": float(listed and together),
            "only_with": float(listed and not together),
            "proposes": float(asking.proposer and bool(re.search(r"(?:de nghi|to trinh)\b.{0,22}$", before))),
            "receives": float(
                asking.kind.value == "report_to"
                and bool(re.search(r"(?:ve|gui|bao cao|cho|den|qua) $", before))
            ),
        }
        normalized = {"agency_id": mention.agency_id} if mention.agency_id else {}
        yield Value(with_name(text, mention.span), features, normalized, mention)


def _actors(text: str, taken: Sequence[Span], asking: Asking) -> Iterator[Value]:
    """Find those who act; a question for a ministry, a department ... has other answers."""
    if asking.body_kind:
        return
    who = " ai" in f" {asking.form}"
    for actor in find_actors(text, taken):
        name = fold_letters(actor.span.of(text))
        if f" {name} " in f" {asking.query.folded} ":
            continue
        together = asking.kind.value == "coordinating_agency"
        told = actor.led.startswith(("giao", "phan cong", "uy quyen", "de nghi", "yeu cau"))
        partner = actor.led.startswith(("phoi hop", "cung"))
        above = actor.led.startswith(_TOLD_ABOVE)
        features = {
            "actor": 1.0,
            "actor_who": float(who),
            "actor_acts": float(actor.acts),
            "actor_opens": float(actor.opens),
            "generic": float(_GENERIC.fullmatch(name) is not None),
            "actor_by": float(actor.led in ("do", "boi")),
            "told": float(told),
            "with": float(partner and together),
            "only_with": float(partner and not together),
            "receives": float(above and asking.kind.value == "report_to"),
            "only_receives": float(above and asking.kind.value != "report_to"),
        }
        yield Value(actor.span, features, {})


def body_features(mention: AgencyMention, asking: Asking) -> Features:
    """Return what the name of a body tells."""
    name = fold_letters(mention.name)
    body = without_head(name)
    return {
        "heads_asked": float(body != name and f" {body} " in f" {asking.query.folded} "),
        "kind_as_asked": float(is_of_kind(mention.name, asking.body_kind)),
        "group": float(name.startswith(("cac ", "bo, "))),
        "generic": float(_GENERIC.fullmatch(name) is not None),
    }


def is_asked_about(mention: AgencyMention, asking: Asking) -> bool:
    """Tell whether a question names a body itself, and does not choose between it and another."""
    name = fold_letters(mention.name)
    key = mention.agency_id or name
    asked = [one.agency_id or fold_letters(one.name) for one in asking.query.agencies]
    named = any(same_agency(key, one) for one in asked) or f" {name} " in f" {asking.query.folded} "
    return named and " hay " not in asking.query.folded
