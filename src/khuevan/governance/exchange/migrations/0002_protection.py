"""Row-level security, and the audit log of packages and checks. What the follower and a check write is derived: see README.md."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

THE_PLATFORM = "0 <@ (select khuevan_reach())"
KEPT = "revoke update, delete, truncate on exchange_change from khuevan_app"
FREE = "grant update, delete on exchange_change to khuevan_app"


class Migration(migrations.Migration):
    """Only the platform tells changes, and nobody takes one back."""

    dependencies = [
        ("exchange", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows(
            "exchange_change",
            using="unit_id <@ (select khuevan_reach())",
            check=THE_PLATFORM,
        ),
        ProtectRows("exchange_mark", using=THE_PLATFORM),
        ProtectRows("exchange_package", "unit_id"),
        ProtectRows("exchange_packagecheck", "unit_id"),
        ProtectRows("exchange_checkedrecord", "unit_id"),
        migrations.RunSQL(KEPT, FREE),
        AuditRows("exchange_package", "unit_id", skip=("version", "parts")),
        AuditRows("exchange_packagecheck", "unit_id", skip=("version", "counts")),
    ]
