"""Names, birth dates and sex in the registers of the schools where people learn follow corrections."""

from pathlib import Path

from django.db import migrations

FOLLOW = (Path(__file__).resolve().parent / "follow.sql").read_text()
UNDO = "drop trigger schoolyear_person_corrected on people_person; drop function schoolyear_follow_person()"


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0004_acts_protected_and_years"), ("people", "0002_rows_and_search")]
    operations = [migrations.RunSQL(FOLLOW, UNDO)]
