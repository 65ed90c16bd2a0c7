"""Who may read plans: those below carry them out, so they see what is adopted above them; published ones everybody."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

REACH = "unit_id <@ (select khuevan_reach())"
PLAN = f"is_published or {REACH} or (state <> 'draft' and unit_id <@ (select khuevan_outline()))"
OF_PLAN = f"{REACH} or plan_id in (select id from targets_plan)"  # noqa: S608 - constant parts only
PARTS = ("instrument", "section", "target", "task", "amendment", "change")


class Migration(migrations.Migration):
    """Lines are seen with their plan, whose own policy answers the sub-select. Reports and notices are the unit's own.
    Readings follow from the records and are worked out anew each day, so they are not in the log."""

    dependencies = [
        ("targets", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("targets_plan", using=PLAN, check=REACH),
        AuditRows("targets_plan", "unit_id", skip=("version", "search")),
        *(ProtectRows(f"targets_{name}", using=OF_PLAN, check=REACH) for name in (*PARTS, "reading")),
        *(AuditRows(f"targets_{name}", "unit_id") for name in PARTS),
        *(ProtectRows(f"targets_{name}", "unit_id") for name in ("report", "notice")),
        *(AuditRows(f"targets_{name}", "unit_id") for name in ("report", "notice")),
    ]
