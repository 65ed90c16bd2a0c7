"""The share of units, weights of risk, a first checklist: as a beginning, each with how surely it is known."""

from typing import Any

from django.db import migrations

from khuevan.governance.inspections.choices import Factor
from khuevan.governance.inspections.rules import shipped
from khuevan.kernel.text import search_text, sort_key


def begin(apps: Any, schema_editor: Any) -> None:
    policies, weights, items = (
        apps.get_model("inspections", name).objects for name in ("Policy", "Weight", "Item")
    )
    policies.create(
        **shipped.POLICY, search=search_text(f"{shipped.POLICY['name']} {shipped.POLICY['instrument']}"),
        sort_key=sort_key(str(shipped.POLICY["name"])),
    )  # fmt: skip
    for factor, weight, full_at in shipped.WEIGHTS:
        weights.create(
            name=str(Factor(factor).label), factor=factor, weight=weight, full_at=full_at, instrument=shipped.OURS,
            search=search_text(f"{Factor(factor).label} {shipped.OURS}"), sort_key=sort_key(str(Factor(factor).label)),
            valid_from=shipped.SINCE, trust=shipped.UNSURE, note=shipped.WEIGHTS_NOTE,
        )  # fmt: skip
    for place, line in enumerate(shipped.ITEMS, 1):
        items.create(
            sheet=shipped.SHEET, place=place, question=line.question, asks=line.asks, criterion=line.criterion,
            check_code=line.check_code, instrument=line.instrument, valid_from=shipped.SINCE, trust=line.trust,
            search=search_text(f"{shipped.SHEET} {line.question} {line.asks}"), sort_key=sort_key(line.question),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_protection")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
