"""The first periods within which a transfer is answered."""

from datetime import date
from typing import Any

from django.db import migrations

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
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("transfers", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
