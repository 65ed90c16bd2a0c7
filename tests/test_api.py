"""The whole API, tried from its own description."""

from __future__ import annotations

import pytest

from khuevan.config.api import api
from khuevan.kernel.access import declared
from khuevan.kernel.records.root import operations
from khuevan.kernel.testing import actor
from khuevan.kernel.testing.described import answered_as_described


@pytest.mark.django_db
def test_whatever_the_description_allows_is_answered_as_described() -> None:
    """For somebody who may do everything everywhere: no 5xx, nothing refused, answers as described."""
    everything = actor(*declared().values(), units=None)
    statuses = answered_as_described(everything, examples=10)
    assert statuses[200] > 0
    assert sum(statuses.values()) > len(list(operations(api)))
    assert not {401, 500} & set(statuses)
