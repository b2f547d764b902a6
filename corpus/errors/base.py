"""The base of all errors of this package, which travel whole between processes."""


class CorpusError(Exception):
    """Base of all errors of this package; they travel whole between processes."""

    def __reduce__(self) -> tuple[object, ...]:
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[CorpusError], args: tuple[object, ...], fields: dict[str, object]) -> CorpusError:
    error = kind.__new__(kind, *args)  # __init__ may want more than the arguments kept
    error.__dict__.update(fields)
    return error
