"""Learners whom a merge set aside are neither listed nor counted."""

from django.db import migrations

from khuevan.kernel.database.migrations import SearchRowsAnew


class Migration(migrations.Migration):
    dependencies = [("learners", "0003_protection")]
    operations = [
        SearchRowsAnew(
            "learners_learner",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            link=("person_id", "people_person"),
            aside="set_aside_by",
        ),
    ]
