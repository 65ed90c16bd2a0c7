"""Points of schools are listed, searched and sorted like every record: two derived columns, filled for old rows."""

from typing import Any

from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.text import search_text, sort_key


def fill(apps: Any, schema_editor: Any) -> None:
    """The migration's role sees every row; row triggers skip both columns, so the log stays quiet."""
    points = apps.get_model("organisations", "SchoolPoint")
    for point in points.objects.all().iterator(chunk_size=2000):
        point.search = search_text(" ".join(filter(None, (point.name, point.code, point.address))))
        point.sort_key = sort_key(point.name)
        point.save(update_fields=["search", "sort_key"])


class Migration(migrations.Migration):
    """Add, follow, fill."""

    dependencies = [("organisations", "0002_protection")]
    operations = [
        migrations.AddField(
            "schoolpoint", "search", models.TextField(default="", editable=False), preserve_default=True
        ),
        migrations.AddField(
            "schoolpoint",
            "sort_key",
            models.TextField(db_collation="C", default="", editable=False),
            preserve_default=True,
        ),
        AuditRows(
            "organisations_schoolpoint",
            unit="school_id",
            skip=("changed_at", "changed_by", "version", "search", "sort_key"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "schoolpoint", models.Index(fields=["sort_key", "id"], name="organisations_point_order")
        ),
    ]
