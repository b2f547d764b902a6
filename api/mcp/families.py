"""Families as a model can read them: of a large one, the nearest relatives."""

from dataclasses import replace

from search.genealogy import Family

MAX_WORKS = 80


def nearest(family: Family, most: int = MAX_WORKS) -> Family:
    """Return a family of at most so many works: those next to the one asked for go first."""
    if len(family.works) <= most:
        return family
    distance = _distances(family)
    near = sorted(family.works, key=lambda work: distance.get(work.id, len(distance)))[:most]
    kept = {work.id for work in near}
    rows = (tuple(work for work in row if work.id in kept) for row in family.rows)
    links = tuple(link for link in family.links if link.citing in kept and link.cited in kept)
    return replace(family, rows=tuple(row for row in rows if row), links=links)


def _distances(family: Family) -> dict[str, int]:
    """Return how many links each work is away from the one asked for."""
    beside: dict[str, set[str]] = {}
    for link in family.links:
        beside.setdefault(link.citing, set()).add(link.cited)
        beside.setdefault(link.cited, set()).add(link.citing)
    found, edge = {family.work: 0}, [family.work]
    while edge:
        following = dict.fromkeys(other for work in edge for other in sorted(beside.get(work, ())))
        edge = [work for work in following if work not in found]
        found |= dict.fromkeys(edge, max(found.values()) + 1)
    return found
