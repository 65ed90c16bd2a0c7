"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

TABLES = ("card", "cardversion", "cardslot", "cardact", "desklist")
NOT_SAID = {
    "cardversion": ("content", "parts"),
    "cardact": ("content",),
    "desklist": ("slots",),
    "card": ("sort_key",),
}


class Migration(migrations.Migration):
    """Rows of the reach only. What is signed is in the log by its digest, not a second time. An act on an issued card is
    never changed by the application, except whom it names where two records of one person are merged."""

    dependencies = [
        ("reportcards", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        *[ProtectRows(f"reportcards_{name}", "school_id") for name in TABLES],
        *[AuditRows(f"reportcards_{name}", "school_id", skip=NOT_SAID.get(name, ())) for name in TABLES],
        migrations.RunSQL(
            "revoke update, delete, truncate on reportcards_cardact from khuevan_app;"
            " grant update (person_id) on reportcards_cardact to khuevan_app",
            "grant update, delete on reportcards_cardact to khuevan_app",
        ),
    ]
