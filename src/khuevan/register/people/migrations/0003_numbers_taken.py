"""Lets an import know before it writes that a number belongs to somebody at another school."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "numbers.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("people", "0002_rows_and_search")]
    operations = [migrations.RunSQL(SQL, "drop function people_numbers_taken(text[])")]
