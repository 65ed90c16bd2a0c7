"""Searched lists walk along an index that holds the words beside the order, where a table has one."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).resolve().parent
_BEFORE = (HERE / "find_rows.sql").read_text().split("create function khuevan_find_rows(")[1]


class Migration(migrations.Migration):
    dependencies = [("database", "0002_find_rows")]
    operations = [
        migrations.RunSQL(
            (HERE / "walk_by_words.sql").read_text(),
            f"create or replace function khuevan_find_rows({_BEFORE}",
        )
    ]
