"""Row-level security, the audit log, and that what was drawn, approved or signed is never touched again."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

HERE = Path(__file__).parent
OF_A_PLAN = "exists (select from inspections_plan p where p.id = plan_id)"
BOTH_SIDES = "unit_id <@ (select khuevan_reach()) or body_id <@ (select khuevan_reach())"
OF_A_VISIT = "exists (select from inspections_visit v where v.id = visit_id)"
IS_OF_THE_TEAM = (
    "exists (select from inspections_member m where m.visit_id = v.id"
    " and m.account_id = (select khuevan_account()))"
)
REACHES_EVERYTHING = "0 <@ (select khuevan_reach())"
FOUND = (
    "exists (select from inspections_visit v where v.id = visit_id and"
    f" (v.state::text in ('concluded', 'signed') or {REACHES_EVERYTHING} or {IS_OF_THE_TEAM}))"
)
TOLD = f"(told_at is not null and {OF_A_VISIT}) or {FOUND}"
SIGNED = f"(state = 'signed' and {OF_A_VISIT}) or {FOUND}"
SHARED = ("policy", "weight", "item")


class Migration(migrations.Migration):
    """Plans and who was drawn from: the body alone. That a visit is and who comes: both sides. What is found: the team
    while it works, both sides once it was concluded; a remedy once the unit was told."""

    dependencies = [
        ("inspections", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *(ProtectRows(f"inspections_{table}", using="true") for table in SHARED),
        ProtectRows("inspections_plan", "unit_id"),
        ProtectRows("inspections_candidate", using=OF_A_PLAN),
        ProtectRows("inspections_visit", using=BOTH_SIDES),
        ProtectRows("inspections_member", using=OF_A_VISIT),
        ProtectRows("inspections_answer", using=FOUND),
        ProtectRows("inspections_photo", using=FOUND),
        ProtectRows("inspections_remedy", using=TOLD),
        ProtectRows("inspections_minutes", using=SIGNED),
        *(
            AuditRows(f"inspections_{table}", None, skip=("version", "search", "sort_key"))
            for table in SHARED
        ),
        AuditRows("inspections_plan", "unit_id", skip=("version",)),
        AuditRows("inspections_candidate", None, skip=("version", "parts", "lot")),
        AuditRows("inspections_visit", "body_id", skip=("version",)),
        AuditRows("inspections_member", None),
        AuditRows("inspections_answer", None, skip=("result_version", "remark_version")),
        AuditRows("inspections_photo", None),
        AuditRows("inspections_remedy", "unit_id", skip=("version",)),
        AuditRows("inspections_minutes", None, skip=("version", "content")),
        migrations.RunSQL((HERE / "keep.sql").read_text(), (HERE / "unkeep.sql").read_text()),
    ]
