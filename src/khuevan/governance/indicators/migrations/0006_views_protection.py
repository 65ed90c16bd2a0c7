"""A kept question is its owner's; who it is shared with may read it."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

OWN = "account_id = (select khuevan_account())"


class Migration(migrations.Migration):
    """It holds a question, no figure: who opens it sees the own scope."""

    dependencies = [
        ("indicators", "0005_views"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("indicators_savedview", using=f"is_shared or {OWN}", check=OWN),
        AuditRows("indicators_savedview", None),
    ]
