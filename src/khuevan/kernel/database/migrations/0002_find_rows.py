"""The function behind `SearchRows`: lists and search over very many rows, within the reach."""

from pathlib import Path

from django.db import migrations

_UNDO = """
drop function khuevan_find_rows;
drop function khuevan_conditions;
drop function khuevan_single;
drop function khuevan_column;
drop function khuevan_within;
drop function khuevan_plan;
"""


class Migration(migrations.Migration):
    dependencies = [("database", "0001_settings_as_functions")]
    operations = [migrations.RunSQL(Path(__file__).with_name("find_rows.sql").read_text(), _UNDO)]
