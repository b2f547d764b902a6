"""What chat programs ask for in vain; `api/rules` says each of them to the caller."""

from api.errors import ApiError


class ModelNotFound(ApiError):
    """No model of this name answers chats or makes embeddings here."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"there is no model {self.name} here; GET /v1/models lists those that are"


class StoreNotFound(ApiError):
    """No collection of this name; `known` is the one there is."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(name, known)
        self.name, self.known = name, known

    def __str__(self) -> str:
        return f"there is no collection {self.name} here; the one there is is named {self.known}"


class DimensionsFixed(ApiError):
    """Vectors of another length were asked for."""

    def __init__(self, asked: int, dim: int) -> None:
        super().__init__(asked, dim)
        self.asked, self.dim = asked, dim

    def __str__(self) -> str:
        return f"the vectors have {self.dim} dimensions and are not cut to {self.asked}"
