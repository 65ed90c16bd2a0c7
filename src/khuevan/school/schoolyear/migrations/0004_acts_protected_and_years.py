"""Protects the tables of acts, and lays down the years from 2022-2023 on with the frames of their terms as far as known."""

from datetime import date
from typing import Any

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

LEVELS = ("preschool", "primary", "lower_secondary", "upper_secondary", "continuing")
FRAMES = {
    2026: ("QĐ 2308/QĐ-BGDĐT", "practice"),
    2025: ("", "unverified"),
    2024: ("", "unverified"),
}

# A change of status is of an enrolment of the same school.
KNOWN = """
create policy known on schoolyear_statuschange as restrictive for insert to khuevan_app
    with check (exists (select 1 from schoolyear_enrolment e
                        where e.id = enrolment_id and e.school_id = schoolyear_statuschange.school_id))
"""


def lay_down(apps: Any, schema_editor: Any) -> None:
    year, term = apps.get_model("schoolyear", "SchoolYear"), apps.get_model("schoolyear", "Term")
    for first in range(2022, 2029):
        made, _ = year.objects.get_or_create(
            code=f"{first}-{first + 1}",
            defaults={"starts_on": date(first, 8, 1), "ends_on": date(first + 1, 7, 31)},
        )
        if first not in FRAMES:
            continue
        decision, trust = FRAMES[first]
        for level in LEVELS:
            for number, starts, ends, weeks in (
                (1, date(first, 9, 5), date(first + 1, 1, 17), 18),
                (2, date(first + 1, 1, 18), date(first + 1, 5, 30), 17),
            ):
                term.objects.get_or_create(
                    school_year=made,
                    level=level,
                    number=number,
                    unit=None,
                    defaults={
                        "starts_on": starts,
                        "ends_on": ends,
                        "weeks": weeks,
                        "decision_number": decision,
                        "trust": trust,
                    },
                )


class Migration(migrations.Migration):
    """Rows, then what records the acts of people."""

    dependencies = [("schoolyear", "0003_class_fields_and_acts"), ("curriculum", "0004_national_catalogue")]
    operations = [
        ProtectRows("schoolyear_statuschange", "school_id"),
        migrations.RunSQL(KNOWN, "drop policy known on schoolyear_statuschange"),
        ProtectRows("schoolyear_rollover", "school_id"),
        AuditRows("schoolyear_statuschange", "school_id"),
        AuditRows("schoolyear_rollover", "school_id", skip=("digest", "version")),
        migrations.RunPython(lay_down, migrations.RunPython.noop),
    ]
