"""Enrolments of a whole province are found by a function of their own, along indexes of the list's orders."""

from django.db import migrations, models

from khuevan.kernel.database.migrations import SearchRows


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0006_standing"), ("database", "0002_find_rows")]
    operations = [
        migrations.RemoveIndex("enrolment", "schoolyear_enrol_order"),
        migrations.AddIndex(
            "enrolment", models.Index(fields=["sort_key", "id"], name="schoolyear_enrol_sorted")
        ),
        migrations.AddIndex(
            "enrolment", models.Index(fields=["birth_date", "id"], name="schoolyear_enrol_born")
        ),
        SearchRows("schoolyear_enrolment", unit="school_id", units=("organisations_orgunit", "sort_key")),
    ]
