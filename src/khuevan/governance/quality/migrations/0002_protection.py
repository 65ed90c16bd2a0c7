"""Row-level security, and the audit log of what people decide. What runs write is derived: see README.md."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

THE_PLATFORM = "0 <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Only the platform writes marks and runs; who reaches both people of a pair sees it."""

    dependencies = [
        ("quality", "0001_initial"),
        ("people", "0002_protection"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("quality_finding", "unit_id"),
        ProtectRows("quality_tally", "unit_id"),
        ProtectRows("quality_unitstanding", "unit_id"),
        ProtectRows("quality_paststanding", "unit_id"),
        ProtectRows("quality_pulse", "unit_id"),
        ProtectRows("quality_responsibility", "unit_id"),
        ProtectRows("quality_reminder", "unit_id"),
        ProtectRows("quality_pair", using="units <@ (select khuevan_reach())"),
        ProtectRows("quality_limitchange", using="true"),
        ProtectRows("quality_run", using="true", check=THE_PLATFORM),
        ProtectRows("quality_mark", using=THE_PLATFORM),
        AuditRows("quality_responsibility", "unit_id", skip=("version",)),
        AuditRows("quality_limitchange", None, skip=("version",)),
        AuditRows("quality_pair", "units", skip=("version", "evidence", "weight", "probability", "units")),
        AuditRows("quality_reminder", "unit_id"),
    ]
