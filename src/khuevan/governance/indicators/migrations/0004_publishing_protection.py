"""Everybody may read what is published and from how many persons on; only the platform writes, and the log keeps it."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

THE_PLATFORM = "0 <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Who may decide is the services' business; the rows hold no person and no unit."""

    dependencies = [
        ("indicators", "0003_publishing"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("indicators_publication", using="true", check=THE_PLATFORM),
        ProtectRows("indicators_threshold", using="true", check=THE_PLATFORM),
        AuditRows("indicators_publication", None),
        AuditRows("indicators_threshold", None),
    ]
