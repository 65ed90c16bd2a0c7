"""Row-level security and the audit log for the open points."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows


class Migration(migrations.Migration):
    """Public like the programmes; a department writes its own rows, the services say who writes the national ones."""

    dependencies = [("curriculum", "0005_points_laid_down")]
    operations = [
        ProtectRows(
            "curriculum_rulepoint",
            using="true",
            check="unit_id is null or unit_id <@ (select khuevan_reach())",
        ),
        AuditRows("curriculum_rulepoint", "unit_id", skip=("version",)),
    ]
