"""Classes of a whole province are found by a function of their own; those who left, along a short index."""

from django.db import migrations, models
from django.db.models import Q

from khuevan.kernel.database.migrations import SearchRows

LEFT = Q(status__in=("04", "05", "08", "09", "11", "12"))


class Migration(migrations.Migration):
    dependencies = [("schoolyear", "0010_set_aside_hidden"), ("database", "0002_find_rows")]
    operations = [
        migrations.RemoveIndex("classgroup", "schoolyear_class_order"),
        migrations.AddIndex(
            "classgroup", models.Index(fields=["sort_key", "id"], name="schoolyear_class_sorted")
        ),
        migrations.AddIndex(
            "enrolment", models.Index(fields=["sort_key", "id"], condition=LEFT, name="schoolyear_enrol_gone")
        ),
        SearchRows("schoolyear_classgroup", unit="school_id", units=("organisations_orgunit", "sort_key")),
    ]
