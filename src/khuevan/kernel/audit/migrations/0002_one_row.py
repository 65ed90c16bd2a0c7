"""A single changed row is recorded in a shorter way; its entry and the chain are the same to the letter."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent
_BEFORE = HERE.joinpath("rows.sql").read_text().partition("create function audit_rows()")[2]
UNDO = f"""
create or replace function audit_rows(){_BEFORE.partition("create function audit_follow(")[0]}
drop function audit_hide(jsonb, text, text[]), audit_unit(text, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]
    operations = [migrations.RunSQL(HERE.joinpath("one_row.sql").read_text(), UNDO)]
