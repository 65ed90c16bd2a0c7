"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SCHOOL = "school_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Rolls and absences are the school's; a request for leave is the family's as well. Every change keeps old, new, who."""

    dependencies = [
        ("attendance", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("attendance_absence", "school_id"),
        ProtectRows("attendance_rollcall", "school_id"),
        ProtectRows("attendance_leaverequest", using=f"{SCHOOL} or person_id <@ (select khuevan_persons())"),
        AuditRows("attendance_absence", "school_id", skip=("version", "changed_at", "changed_by")),
        AuditRows("attendance_rollcall", "school_id", skip=("version",)),
        AuditRows("attendance_leaverequest", "school_id", skip=("version",)),
    ]
