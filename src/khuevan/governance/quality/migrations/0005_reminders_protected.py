"""Row-level security and the audit log of reminders."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("quality", "0004_reminders")]
    operations = [
        ProtectRows("quality_reminder", "unit_id"),
        AuditRows("quality_reminder", "unit_id"),
    ]
