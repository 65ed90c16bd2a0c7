"""Requests made from the API's own description: nothing breaks, and every answer is as described."""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from khuevan.kernel.access import Actor

from .actors import ACTOR_KEY

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKEN = "k" * 32


def answered_as_described(
    acting: Actor, *, examples: int = 15, address: str = "/api/v1/openapi.json"
) -> Counter[int]:
    """Tries each operation `examples` times for one actor, in this process and transaction. Gives the statuses."""
    application = get_wsgi_application()

    def signed_in(environ: dict[str, Any], start_response: Any) -> Any:
        told = {ACTOR_KEY: acting, "HTTP_COOKIE": f"csrftoken={TOKEN}", "HTTP_X_CSRFTOKEN": TOKEN}
        return application({**environ, **told}, start_response)

    statuses: Counter[int] = Counter()
    # A real request closes the test's connection, which is in the middle of a transaction.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        for result in schemathesis.openapi.from_wsgi(address, signed_in).get_all_operations():
            _try(result.ok(), examples, statuses)  # type: ignore[union-attr]
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
    return statuses


def _try(operation: Any, examples: int, statuses: Counter[int]) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        statuses[case.call_and_validate(checks=CHECKS).status_code] += 1

    one()
