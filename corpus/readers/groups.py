"""Things that belong together, found by joining them two by two (union-find)."""


class Groups:
    """Numbers from 0 below `count`, each a group of its own until it is joined to others."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Put two numbers, and whatever each is joined to, into one group."""
        self._parent[self._root(one)] = self._root(other)

    def members(self) -> list[list[int]]:
        """Return the groups in the order of their lowest numbers, each ascending."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._parent)):
            found.setdefault(self._root(at), []).append(at)
        return list(found.values())

    def _root(self, at: int) -> int:
        parent = self._parent
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at
