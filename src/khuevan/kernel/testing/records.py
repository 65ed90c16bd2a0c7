"""The questions that every declared record answers. See records/README.md for an example."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

for _part in ("api", "inline", "lists", "setting", "writes"):
    pytest.register_assert_rewrite(f"khuevan.kernel.testing.record_{_part}")

from .record_api import ApiCases  # noqa: E402
from .record_inline import InlineCases  # noqa: E402
from .record_lists import ListCases  # noqa: E402
from .record_setting import RecordSetting  # noqa: E402
from .record_writes import WriteCases  # noqa: E402

__all__ = ["RecordCases"]


class RecordCases(ListCases, WriteCases, InlineCases, ApiCases, RecordSetting):
    """Subclass it in <module>/tests/test_records.py, name the record, say how a row is built and what is typed."""

    __test__ = False
    covered: ClassVar[dict[str, type[RecordCases]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.__test__ = hasattr(cls, "record")
        if cls.__test__:
            RecordCases.covered[cls.record.key] = cls
