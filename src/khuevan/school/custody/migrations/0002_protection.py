"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    """Faults and receipts are long and stand in the rows themselves; the log keeps their digests."""

    dependencies = [
        ("custody", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("custody_package", "school_id"),
        ProtectRows("custody_packedcard", "school_id"),
        ProtectRows("custody_handover", "school_id"),
        ProtectRows("custody_keptcard", "school_id"),
        AuditRows("custody_package", "school_id", skip=("version", "faults")),
        AuditRows("custody_packedcard", "school_id"),
        AuditRows("custody_handover", "school_id", skip=("version", "receipt")),
        AuditRows("custody_keptcard", "school_id"),
    ]
