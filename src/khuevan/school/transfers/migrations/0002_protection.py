"""Row-level security, the audit log, the first periods."""

from datetime import date
from typing import Any

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

EITHER = "sending_id <@ (select khuevan_reach()) or receiving_id <@ (select khuevan_reach())"
SINCE = date(2026, 5, 10)


def begin(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("transfers", "TransferRule").objects
    for level in ("primary", "lower_secondary", "upper_secondary"):
        rules.create(
            instrument="TT 15/2026/TT-BGDĐT", article="Điều 34", level=level, valid_from=SINCE, answer_days=5,
            answer_days_other_province=8, return_days=3, placement_days=5, trust="official",
            search="tt 15/2026/tt-bgddt dieu 34",
        )  # fmt: skip
    for level in ("preschool", "continuing"):
        rules.create(
            instrument="Chưa có quy định đã đọc", level=level, valid_from=SINCE, trust="unverified",
            search="chua co quy dinh da doc",
        )  # fmt: skip


class Migration(migrations.Migration):
    """Both schools see a transfer, and so do the learner and the guardians. The periods are the same for all."""

    dependencies = [
        ("transfers", "0001_initial"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        ProtectRows("transfers_transferrule", using="true"),
        ProtectRows(
            "transfers_transfer", using=f"{EITHER} or person_id <@ (select khuevan_persons())", check=EITHER
        ),
        AuditRows("transfers_transferrule", None, skip=("search", "version")),
        AuditRows("transfers_transfer", None, skip=("search", "sort_key", "version")),
    ]
