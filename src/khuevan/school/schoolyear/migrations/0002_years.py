"""The years from 2022-2023 on with the frames of their terms as far as known."""

from datetime import date
from typing import Any

from django.db import migrations

LEVELS = ("preschool", "primary", "lower_secondary", "upper_secondary", "continuing")
FRAMES = {
    2026: ("QĐ 2308/QĐ-BGDĐT", "practice"),
    2025: ("", "unverified"),
    2024: ("", "unverified"),
}


def lay_down(apps: Any, schema_editor: Any) -> None:
    year, term = apps.get_model("schoolyear", "SchoolYear"), apps.get_model("schoolyear", "Term")
    for first in range(2022, 2029):
        made = year.objects.create(
            code=f"{first}-{first + 1}", starts_on=date(first, 8, 1), ends_on=date(first + 1, 7, 31)
        )
        if first not in FRAMES:
            continue
        decision, trust = FRAMES[first]
        for level in LEVELS:
            for number, starts, ends, weeks in (
                (1, date(first, 9, 5), date(first + 1, 1, 17), 18),
                (2, date(first + 1, 1, 18), date(first + 1, 5, 30), 17),
            ):
                term.objects.create(
                    school_year=made,
                    level=level,
                    number=number,
                    starts_on=starts,
                    ends_on=ends,
                    weeks=weeks,
                    decision_number=decision,
                    trust=trust,
                )


class Migration(migrations.Migration):
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("schoolyear", "0001_initial")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
