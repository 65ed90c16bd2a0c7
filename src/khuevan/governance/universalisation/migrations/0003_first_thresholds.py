"""Thresholds and deadlines of NĐ 20/2014/NĐ-CP, as a beginning: a department puts them right in the pages."""

from typing import Any

from django.db import migrations

from khuevan.governance.universalisation.choices import Measure, Standard, Tier
from khuevan.governance.universalisation.rules import shipped
from khuevan.kernel.text import search_text, sort_key


def _of(row: Any, name: str) -> dict[str, Any]:
    values = {key: str(value) if hasattr(value, "label") else value for key, value in vars(row).items()}
    words = f"{name} {row.instrument}"
    return {**values, "name": name[:200], "search": search_text(words), "sort_key": sort_key(name)}


def begin(apps: Any, schema_editor: Any) -> None:
    thresholds = apps.get_model("universalisation", "Threshold").objects
    for row in shipped.thresholds():
        tail = ""
        if row.age_from is not None:
            ages = f"{row.age_from}" if row.age_from == row.age_to else f"{row.age_from}-{row.age_to}"
            tail = f", {ages} tuổi"
        if row.special:
            tail += ", xã đặc biệt khó khăn"
        measure = Measure(row.measure).label if row.tier == Tier.COMMUNE else Tier(row.tier).label
        thresholds.create(**_of(row, f"{Standard(row.standard).label}: {measure}{tail}"))
    for row in shipped.DEADLINES:
        name = f"{Tier(row.tier).label}: trước {row.day:02d}/{row.month:02d}"
        apps.get_model("universalisation", "Deadline").objects.create(**_of(row, name))


class Migration(migrations.Migration):
    dependencies = [("universalisation", "0002_protection")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
