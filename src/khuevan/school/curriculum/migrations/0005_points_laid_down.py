"""The national values of the open points with their sources."""

import csv
from pathlib import Path
from typing import Any

from django.db import migrations

DATA = Path(__file__).resolve().parent / "data"


def lay_down(apps: Any, schema_editor: Any) -> None:
    """From 2020-2021, the first year of the circulars that are computed."""
    model = apps.get_model("curriculum", "RulePoint")
    with (DATA / "points.csv").open(encoding="utf-8", newline="") as file:
        model.objects.bulk_create(
            model(from_year="2020-2021", **row) for row in csv.DictReader(file, delimiter=";")
        )


class Migration(migrations.Migration):
    """Rows first, triggers after."""

    dependencies = [("curriculum", "0004_rule_points")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
