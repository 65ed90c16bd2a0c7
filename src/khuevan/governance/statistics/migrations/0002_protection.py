"""Row-level security, the audit log, and that what was sent is never touched again."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

HERE = Path(__file__).parent
BOTH_SIDES = "unit_id <@ (select khuevan_reach()) or receiver_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Who sends and who receives see a report, even after the unit has moved elsewhere."""

    dependencies = [
        ("statistics", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("statistics_report", using=BOTH_SIDES),
        AuditRows("statistics_report", "unit_id", skip=("version", "content", "remarks")),
        migrations.RunSQL((HERE / "keep.sql").read_text(), (HERE / "unkeep.sql").read_text()),
    ]
