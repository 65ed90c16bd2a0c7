"""Enrolments that a merge set aside are neither listed nor counted; a register keeps the names of who went on elsewhere."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.database.migrations import SearchRowsAnew

SQL = Path(__file__).resolve().parent
BEFORE = (SQL / "follow.sql").read_text().partition("create trigger")[0]


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0003_protection"), ("learners", "0004_aside_uncounted")]
    operations = [
        SearchRowsAnew(
            "schoolyear_enrolment",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            aside="set_aside_by",
        ),
        migrations.RunSQL(
            (SQL / "follow_at_school.sql").read_text(),
            BEFORE.replace("create function", "create or replace function"),
        ),
    ]
