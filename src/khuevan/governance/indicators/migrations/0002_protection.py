"""Everybody may read which states were frozen; only the platform writes, and the log keeps it."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

THE_PLATFORM = "0 <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Who may freeze is the services' business; the rows hold no person and no unit."""

    dependencies = [
        ("indicators", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("indicators_snapshot", using="true", check=THE_PLATFORM),
        AuditRows("indicators_snapshot", None),
    ]
