"""A period that was replaced on its first day, or never reached, stays without a day instead of being deleted."""

from django.db import migrations, models

MAY_BE_EMPTY = models.Q(
    ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_protection")]
    operations = [
        operation
        for table in ("unitstate", "subordination")
        for operation in (
            migrations.RemoveConstraint(table, f"organisations_{table}_period"),
            migrations.AddConstraint(
                table,
                models.CheckConstraint(condition=MAY_BE_EMPTY, name=f"organisations_{table}_period"),
            ),
        )
    ]
