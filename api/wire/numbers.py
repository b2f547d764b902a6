"""Whole numbers in requests: JSON knows one kind of number, so 5.0 is 5; "5" and true are neither."""

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _number(value: object) -> object:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


WHOLE = BeforeValidator(_number)  # after Field(ge=...): what stands before it loses its limits in the schema
