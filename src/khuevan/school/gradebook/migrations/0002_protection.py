"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

TABLES = (
    "appraisal", "closedterm", "exemption", "mark", "phrase", "reopening", "subjectresult", "termresult",
)  # fmt: skip
NOT_SAID = {
    "mark": ("version", "contested_at", "contested_by", "contested_value", "changed_at", "changed_by", "changed_by_person"),
    "appraisal": ("version", "changed_at", "changed_by"),
}  # fmt: skip


class Migration(migrations.Migration):
    """Rows of the reach only; every change of a mark keeps old, new, who and why."""

    dependencies = [
        ("gradebook", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *[ProtectRows(f"gradebook_{name}", "school_id") for name in TABLES],
        *[
            AuditRows(f"gradebook_{name}", "school_id", skip=NOT_SAID.get(name, ("version",)))
            for name in TABLES
            if name not in ("closedterm", "subjectresult", "termresult")
        ],
        AuditRows("gradebook_closedterm", "school_id"),
        AuditRows("gradebook_subjectresult", "school_id"),
        AuditRows("gradebook_termresult", "school_id"),
    ]
