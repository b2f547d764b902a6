"""Whether an agency that a task names is the one that is asked for.

A task says "Sở Y tế", "Giám đốc Sở Y tế thành phố Cần Thơ" or "các sở, ban, ngành"; all of them may mean the
department that somebody asks for as "Sở Y tế Cần Thơ". Ids are read here, not texts: they are the same for
every spelling.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.agencies import agency_id
from corpus.letters import read_table, slug
from search.register.groups import Reach, reach_of

# "xã Hòa Bình" is no part of a name that ends with the province Hòa Bình.
_BELOW_PROVINCE = re.compile(
    r"(?:^|-)(?:xa|phuong|dac-khu|thi-tran|huyen|quan|thi-xa|huyen-uy|quan-uy|thi-uy)$"
)


class Via(StrEnum):
    """How a task names the agency asked for."""

    NAME = "name"
    POST = "post"  # whoever is at its head: "Giám đốc Sở Y tế"
    GROUP = "group"  # a group that it belongs to: "các sở, ban, ngành"
    CONCERNED = "group_concerned"  # a group of which only those concerned are meant: "các sở liên quan"


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of an agency's id.

    Attributes:
        base: what it is: "so-y-te", "ban-tuyen-giao", "uy-ban-nhan-dan".
        parent: the level or committee that it belongs to: "tinh", "thanh-uy"; "" where it is left out.
        province: as it is called today; "" where it is left out.
        by_post: whether the id names who is at its head.
    """

    base: str
    parent: str
    province: str
    by_post: bool


# Before "văn phòng", "thanh tra" and "ban" these words are half of a post: "Chánh Văn phòng", "Trưởng ban".
_HALF_POSTS = ("chanh-", "pho-chanh-", "truong-", "pho-truong-")
_HALVED = ("van-phong", "thanh-tra", "ban-")
_MINISTER = "bo-truong"
# "Trưởng ban", "Chánh Văn phòng" also stand in the list of posts, with the body's own first word.
_NO_POST_ALONE = frozenset(("truong-ban", "chanh-van-phong", "pho-chanh-van-phong", "chanh-thanh-tra"))
_PARENT = re.compile(
    r"-((?:cua-)?(?:thanh-uy|tinh-uy|quan-uy|huyen-uy|thi-uy|trung-uong(?:-dang)?|thanh-pho|tinh|viet-nam))$"
)


def body_named(name: str) -> Body:
    """Return the body that a name or an abbreviation means."""
    return body_of(agency_id(name.strip(" .,;:-")))


@cache
def body_of(identity: str) -> Body:
    """Read an agency's id."""
    core = _without_post(identity)
    head, province = _without_province(core)
    parent = _PARENT.search(head)
    base = head[: parent.start()] if parent else head
    return Body(base, parent[1] if parent else "", province, core != identity)


def how_named(asked: Body, identity: str, home: str) -> Via | None:
    """Tell how the agency `identity` of a task means the body asked for; None where it does not.

    `home` is the province whose authority issued the document, "" for central ones: there "Sở Y tế" is the
    department of every province.
    """
    named = body_of(identity)
    if asked.province and (named.province or home) not in ("", asked.province):
        return None
    if asked.base == named.base:
        if asked.parent and named.parent and asked.parent != named.parent:
            return None
        return Via.POST if named.by_post and not asked.by_post else Via.NAME
    reach = reach_of(identity, asked.base, asked.parent)
    if reach is None:
        return None
    return Via.GROUP if reach is Reach.ALL else Via.CONCERNED


def _without_post(identity: str) -> str:
    for half in _HALF_POSTS:
        if identity.startswith(half) and identity[len(half) :].startswith(_HALVED):
            return identity[len(half) :]
    for post in _posts():
        if identity.startswith(post + "-") and identity != post:
            body = identity[len(post) + 1 :]
            # "Bộ trưởng Công an": the ministry's own first word is part of the post.
            whole = post != _MINISTER or body.startswith(("bo-", "cac-"))
            return body if whole else f"bo-{body}"
    return identity


@cache
def _posts() -> tuple[str, ...]:
    """Return the slugs of posts, the longest first."""
    words = next(row[1] for row in read_table("agency_words.tsv") if row[0] == "posts")
    slugs = {slug(post) for post in words.split("|")} - _NO_POST_ALONE
    return tuple(sorted(slugs, key=lambda post: (-len(post), post)))


def _without_province(identity: str) -> tuple[str, str]:
    for spelling, current in _provinces():
        head = identity.removesuffix("-" + spelling)
        if head != identity and not _BELOW_PROVINCE.search(head):
            return head, current
    return identity, ""


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """Return the slugs of provinces, former ones too, with the slug of what they are part of today."""
    found = {
        slug(spelling): slug(now or name)
        for name, _level, now, others in read_table("provinces.tsv")
        for spelling in (name, *filter(None, others.split("|")))
    }
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair)))
