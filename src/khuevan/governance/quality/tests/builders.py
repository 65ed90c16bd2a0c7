"""A school with people whose records have known faults."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from khuevan.governance.quality.permissions import (
    ASSIGN_OWNERS,
    DECIDE_DUPLICATES,
    EDIT_LIMITS,
    EXPLAIN_FINDING,
    START_RUN,
    VIEW_QUALITY,
)
from khuevan.kernel import access, database
from khuevan.register.people.permissions import CORRECT_PERSON, VIEW_PEOPLE
from khuevan.register.people.tests import builders as people

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
EVERYTHING = (
    VIEW_QUALITY, EXPLAIN_FINDING, START_RUN, ASSIGN_OWNERS, EDIT_LIMITS, DECIDE_DUPLICATES, VIEW_PEOPLE,
    CORRECT_PERSON,
)  # fmt: skip


def tree() -> dict[str, int]:
    """A department with one commune, two schools under the commune; ids by short name."""
    unit = apps.get_model("organisations", "OrgUnit").objects
    with database.acting(access.system()):
        ids: dict[str, int] = {}
        for code, kind, above in (
            ("SO", "department", ()),
            ("XA", "commune", ("SO",)),
            ("T1", "primary", ("SO", "XA")),
            ("T2", "primary", ("SO", "XA")),
        ):
            made = unit.create(code=code, name=f"Đơn vị {code}", kind=kind, opened_on=date(2000, 1, 1),
                               levels=["primary"] if kind == "primary" else [])  # fmt: skip
            ids[code] = made.pk
            path = "/" + "/".join(str(ids[name]) for name in (*above, code)) + "/"
            unit.filter(pk=made.pk).update(managing_path=path, professional_path=path)
        return ids


def person(unit_id: int, full_name: str = "Nguyễn Thị Ánh", **columns: Any) -> Any:
    """A learner with a whole record, whose columns are then set past the rules: what old data looks like."""
    made = people.person(unit_id, full_name, national_id="", ethnicity="01", birthplace="Đà Lạt")
    if columns:
        with database.acting(access.system()):
            type(made).objects.filter(pk=made.pk).update(**columns)
    return made
