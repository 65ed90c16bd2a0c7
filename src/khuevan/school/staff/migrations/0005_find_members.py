"""Members of a whole province are found by a function of their own."""

from django.db import migrations

from khuevan.kernel.database.migrations import SearchRows


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_mistaken"), ("database", "0002_find_rows")]
    operations = [
        SearchRows("staff_staffmember", unit="school_id", units=("organisations_orgunit", "sort_key")),
    ]
