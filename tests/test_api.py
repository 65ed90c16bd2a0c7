"""The whole API, tried from its own description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from ninja import Schema

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


def test_no_two_shapes_of_data_bear_one_name() -> None:
    """The description keeps one schema a name: a second model of that name would be described as the first."""
    named: dict[str, set[object]] = {}
    for _method, _path, operation in operations(api):
        answers = [model for model in operation.response_models.values() if isinstance(model, type)]
        for model in (*operation.models, *answers):
            for field in model.model_fields.values():
                for shape in _schemas_in(field.annotation):
                    named.setdefault(shape.__name__, set()).add(shape)
    assert len(named) > 100
    assert [name for name, shapes in named.items() if len(shapes) > 1] == []


def _schemas_in(annotation: object) -> Iterator[type[Schema]]:
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _schemas_in(field.annotation)
    for part in get_args(annotation):
        yield from _schemas_in(part)
