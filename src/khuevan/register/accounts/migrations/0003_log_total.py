"""Opening a session tells how far the audit log is, too."""

from importlib import import_module
from pathlib import Path

from django.db import migrations

_DROP = "drop function accounts_open_session(bytea, timestamptz);"
_NAME = "create function accounts_open_session("
_DOORS: str = import_module(f"{__package__}.0002_protection").DOORS
_BEFORE = _NAME + _DOORS.partition(_NAME)[2].partition("create function")[0]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_protection"), ("audit", "0003_still")]
    operations = [
        migrations.RunSQL(_DROP + Path(__file__).with_name("opening.sql").read_text(), _DROP + _BEFORE)
    ]
