"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

OPEN = "true"
OWN_OR_NATIONAL = "unit_id is null or unit_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """What is taught is public. A department writes its own additions; the services say who writes the rest."""

    dependencies = [
        ("curriculum", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("curriculum_subject", using=OPEN, check=OWN_OR_NATIONAL),
        AuditRows("curriculum_subject", "unit_id", skip=("search", "sort_key", "version")),
    ]
