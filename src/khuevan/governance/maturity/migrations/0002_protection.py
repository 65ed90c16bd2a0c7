"""Row-level security, the audit log, and that what was handed in or recognised is never touched again."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

HERE = Path(__file__).parent
BOTH_SIDES = "unit_id <@ (select khuevan_reach()) or receiver_id <@ (select khuevan_reach())"
OF_AN_ASSESSMENT = "exists (select from maturity_assessment a where a.id = assessment_id)"
OF_AN_ASSESSED_UNIT = (
    "unit_id <@ (select khuevan_reach())"
    " or exists (select from maturity_assessment a where a.unit_id = maturity_{table}.unit_id)"
)
PARTS = ("score", "step", "review", "appeal")
SHARED = ("edition", "criterion", "timetable")


class Migration(migrations.Migration):
    """Who hands in and who assesses see an assessment, even after the unit has moved; its parts are seen with it.

    Proposals are figures that are made anew every night from audited records: they are not audited themselves."""

    dependencies = [
        ("maturity", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *(ProtectRows(f"maturity_{table}", using="true") for table in SHARED),
        ProtectRows("maturity_assessment", using=BOTH_SIDES),
        *(ProtectRows(f"maturity_{table}", using=OF_AN_ASSESSMENT) for table in PARTS),
        *(
            ProtectRows(f"maturity_{table}", using=OF_AN_ASSESSED_UNIT.format(table=table))
            for table in ("evidence", "proposal")
        ),
        *(AuditRows(f"maturity_{table}", None, skip=("version",)) for table in ("edition", "criterion")),
        AuditRows("maturity_timetable", None, skip=("version", "search", "sort_key")),
        AuditRows("maturity_assessment", "unit_id", skip=("version",)),
        AuditRows("maturity_evidence", "unit_id", skip=("version",)),
        AuditRows("maturity_step", None, skip=("content",)),
        *(AuditRows(f"maturity_{table}", None, skip=("version",)) for table in ("score", "review", "appeal")),
        migrations.RunSQL((HERE / "keep.sql").read_text(), (HERE / "unkeep.sql").read_text()),
    ]
