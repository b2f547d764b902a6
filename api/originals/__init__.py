"""The files that documents were read from, as they came."""

from api.originals.find import Original, original_of

__all__ = ["Original", "original_of"]
