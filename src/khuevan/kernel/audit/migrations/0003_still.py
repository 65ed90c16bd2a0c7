"""Whether something was written into some tables, without showing the entries."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_one_row")]
    operations = [
        migrations.RunSQL(
            HERE.joinpath("still.sql").read_text(), "drop function audit_still(bigint[], text[])"
        )
    ]
