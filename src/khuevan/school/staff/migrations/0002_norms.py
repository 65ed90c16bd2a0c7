"""The first norms of teaching and what is taken off them."""

from typing import Any

from django.db import migrations

from khuevan.school.staff.rules.norms import SHIPPED


def furnish(apps: Any, schema_editor: Any) -> None:
    """The circulars as they are known today; departments keep them from then on."""
    norms, duties = apps.get_model("staff", "LoadNorm"), apps.get_model("staff", "DutyRule")
    norms.objects.bulk_create(norms(**vars(row)) for row in SHIPPED.norms)
    duties.objects.bulk_create(duties(**vars(row)) for row in SHIPPED.duties)


class Migration(migrations.Migration):
    """Rows first, triggers after: what is laid down by an upgrade is no act of anybody."""

    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(furnish, migrations.RunPython.noop)]
