"""What a merge of two people set aside is hidden and counts nowhere."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent


class Migration(migrations.Migration):
    dependencies = [
        ("schoolyear", "0009_set_aside"),
        ("learners", "0007_set_aside_hidden"),
        ("people", "0006_merging_protected"),
    ]
    operations = [
        migrations.RunSQL((SQL / "set_aside.sql").read_text(), (SQL / "set_aside_undone.sql").read_text())
    ]
