"""Everybody may read which indicators people defined; only the platform writes, and the log keeps it."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    """Who may propose and decide is the services' business; the rows hold no record and no unit."""

    dependencies = [
        ("indicators", "0007_own"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("indicators_ownindicator", using="true", check="0 <@ (select khuevan_reach())"),
        AuditRows("indicators_ownindicator", None),
    ]
