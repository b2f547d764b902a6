from types import SimpleNamespace

from api.mcp.families import nearest
from search.genealogy import Family, Work


def family(*links):
    works = dict.fromkeys(name for link in links for name in link)
    rows = tuple((Work(name, name, None, None, None),) for name in works)
    kin = tuple(SimpleNamespace(citing=citing, cited=cited) for citing, cited in links)
    return Family("b", rows, kin, {})


CHAIN = family(("a", "b"), ("c", "b"), ("d", "c"), ("e", "d"))


def names(found):
    return [work.id for work in found.works]


def test_a_small_family_stays_whole():
    assert nearest(CHAIN) is CHAIN


def test_of_a_large_one_the_nearest_stay_in_their_rows():
    assert names(nearest(CHAIN, 3)) == ["a", "b", "c"]
    assert [(link.citing, link.cited) for link in nearest(CHAIN, 4).links] == [
        ("a", "b"),
        ("c", "b"),
        ("d", "c"),
    ]
    assert names(nearest(CHAIN, 1)) == ["b"]


def test_rings_and_works_without_links_do_not_hold_it_up():
    ring = family(("a", "b"), ("b", "a"), ("x", "y"))
    assert names(nearest(ring, 3)) == ["a", "b", "x"]
