"""Enrolments are searched along an index that holds the words of the name beside its order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0003_protection"), ("database", "0003_walk_by_words")]
    operations = [
        migrations.RemoveIndex("enrolment", "schoolyear_enrol_sorted"),
        migrations.AddIndex(
            "enrolment",
            models.Index(fields=["sort_key", "id"], include=["search"], name="schoolyear_enrol_named"),
        ),
    ]
