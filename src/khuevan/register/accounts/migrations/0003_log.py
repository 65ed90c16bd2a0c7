"""The database itself records every change of an account, a role, a grant; passwords only as "changed"."""

from django.db import migrations

from khuevan.kernel.audit.operations import AuditRows


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_security"), ("audit", "0001_log")]

    operations = [
        AuditRows(
            "accounts_account",
            unit="unit_id",
            masked=("password",),
            skip=("search", "sort_key", "grants_version", "last_login"),
        ),
        AuditRows("accounts_role", skip=("version",)),
        AuditRows("accounts_grant", unit="unit_id"),
        AuditRows("accounts_actas"),
        AuditRows("accounts_slipbatch", unit="unit_id", masked=("sealed",)),
    ]
