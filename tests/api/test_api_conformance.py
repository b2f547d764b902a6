"""A few requests to every operation, made from the OpenAPI document; `make conformance` sends thousands."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi import checks

from api.app import create_app
from api.engine.runtime import Runtime
from api.settings import Settings
from corpus.catalog import Catalog
from scripts import conformance_hooks  # noqa: F401  # how lines of JSON are written
from tests.api.fakes import make_record

_CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
_FEW = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def contract(tmp_path):
    with Catalog.open(tmp_path / "data") as catalog:
        catalog.put(make_record())
    chosen = Settings(data_dir=tmp_path / "data", model="hashing", uploads="off", access="open")
    runtime = Runtime.open(chosen)
    runtime.engine()
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(chosen, runtime))
    runtime.close()


def test_responses_are_as_documented(contract):
    operations = [found.ok() for found in contract.get_all_operations()]
    assert len(operations) > 40
    for operation in operations:

        @_FEW
        @given(operation.as_strategy())
        def send(case):
            case.validate_response(case.call(), checks=_CHECKS)

        send()
