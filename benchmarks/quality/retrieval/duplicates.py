"""Find the texts of a pool that say the same as a gold text, so that finding them is no mistake."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from models.training.shingles import CONTAINED, shingles


class Contained:
    """Texts by their shingles; tells which hold another text, or stand in it, by at least half."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._sizes: dict[str, int] = {}
        self._holders: dict[int, list[str]] = defaultdict(list)
        for key, text in texts.items():
            own = shingles(text)
            self._sizes[key] = len(own)
            for shingle in own:
                self._holders[shingle].append(key)

    def like(self, text: str) -> frozenset[str]:
        """Return the ids of the texts that contain `text` or are contained in it."""
        own = shingles(text)
        shared = Counter(key for shingle in own for key in self._holders.get(shingle, ()))
        return frozenset(
            key for key, count in shared.items() if count >= CONTAINED * min(len(own), self._sizes[key])
        )
