"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

KEPT = "revoke update, delete, truncate on signing_signature from khuevan_app"
FREE = "grant update, delete on signing_signature to khuevan_app"


class Migration(migrations.Migration):
    """A signature that was made is never changed by the application, except whom it names where two records of one person
    are merged."""

    dependencies = [
        ("signing", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("signing_certificate", "unit_id"),
        ProtectRows("signing_standin", "unit_id"),
        ProtectRows("signing_signature", "unit_id"),
        migrations.RunSQL(KEPT, FREE),
        migrations.RunSQL(
            "grant update (person_id) on signing_signature to khuevan_app",
            "revoke update (person_id) on signing_signature from khuevan_app",
        ),
        AuditRows("signing_certificate", "unit_id", skip=("content", "issuers")),
        AuditRows("signing_standin", "unit_id"),
        AuditRows("signing_signature", "unit_id"),
    ]
