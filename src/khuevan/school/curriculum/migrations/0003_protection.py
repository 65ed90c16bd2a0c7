"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

OPEN = "true"
OWN_OR_NATIONAL = "unit_id is null or unit_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """What is taught is public. A department writes its own additions; the services say who writes the rest."""

    dependencies = [
        ("curriculum", "0002_national_catalogue"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("curriculum_subject", using=OPEN, check=OWN_OR_NATIONAL),
        ProtectRows("curriculum_programme", using=OPEN),
        ProtectRows("curriculum_programmesubject", using=OPEN, check=OWN_OR_NATIONAL),
        ProtectRows("curriculum_electiveset", "school_id"),
        AuditRows("curriculum_subject", "unit_id", skip=("search", "sort_key", "version")),
        AuditRows("curriculum_programme", None, skip=("search", "version")),
        AuditRows("curriculum_programmesubject", "unit_id", skip=("version",)),
        AuditRows("curriculum_electiveset", "school_id", skip=("search", "sort_key", "version")),
    ]
