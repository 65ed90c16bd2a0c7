"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    """The log keeps who issued what to whom; the file itself stands in the row, and looks are counted there."""

    dependencies = [
        ("copies", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("copies_copy", "school_id"),
        AuditRows("copies_copy", "school_id", skip=("content", "looks", "last_look_at")),
    ]
