"""Everybody may read who signed a frozen state; who signs writes the row, and nobody changes it."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    """A signature is of the unit whose certificate it bears, and counts by what it says itself."""

    dependencies = [
        ("indicators", "0009_seals"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("indicators_snapshotseal", using="true", check="unit_id <@ (select khuevan_reach())"),
        AuditRows("indicators_snapshotseal", "unit_id"),
    ]
