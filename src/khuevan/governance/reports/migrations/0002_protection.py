"""Row-level security, the audit log, and that what was sent is never touched again."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

HERE = Path(__file__).parent
OWN = "unit_id <@ (select khuevan_reach())"
BOTH_SIDES = "unit_id <@ (select khuevan_reach()) or receiver_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Who sends and who receives see a report. Which campaigns and templates there are may be read by everybody: they
    hold no person and no figure; only their unit's people write them."""

    dependencies = [
        ("reports", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("reports_template", using="true", check=OWN),
        AuditRows("reports_template", "unit_id"),
        ProtectRows("reports_campaign", using="true", check=OWN),
        AuditRows("reports_campaign", "unit_id", skip=("version",)),
        ProtectRows("reports_report", using=BOTH_SIDES),
        AuditRows("reports_report", "unit_id", skip=("version", "content")),
        ProtectRows("reports_section", "unit_id"),
        AuditRows("reports_section", "unit_id", skip=("version",)),
        ProtectRows("reports_sectionversion", "unit_id"),
        AuditRows("reports_sectionversion", "unit_id", skip=("body",)),
        ProtectRows("reports_comment", "unit_id"),
        AuditRows("reports_comment", "unit_id"),
        migrations.RunSQL((HERE / "keep.sql").read_text(), (HERE / "unkeep.sql").read_text()),
    ]
