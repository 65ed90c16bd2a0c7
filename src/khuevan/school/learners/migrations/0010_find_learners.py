"""Learners of a whole province are found by a function of their own, with the person's columns beside theirs."""

from django.db import migrations

from khuevan.kernel.database.migrations import SearchRows

WORDS = "create index learners_learner_words on learners_learner using gin (to_tsvector('simple'::regconfig, search))"


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0009_corrections_protected"),
        ("people", "0002_rows_and_search"),
        ("database", "0002_find_rows"),
    ]
    operations = [
        migrations.RunSQL("drop index learners_learner_words", WORDS),
        SearchRows(
            "learners_learner",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            link=("person_id", "people_person"),
        ),
    ]
