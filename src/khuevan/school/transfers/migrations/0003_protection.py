"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

EITHER = "sending_id <@ (select khuevan_reach()) or receiving_id <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """Both schools see a transfer, and so do the learner and the guardians. The periods are the same for all."""

    dependencies = [
        ("transfers", "0002_periods"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("transfers_transferrule", using="true"),
        ProtectRows(
            "transfers_transfer", using=f"{EITHER} or person_id <@ (select khuevan_persons())", check=EITHER
        ),
        AuditRows("transfers_transferrule", None, skip=("search", "version")),
        AuditRows("transfers_transfer", None, skip=("search", "sort_key", "version")),
    ]
