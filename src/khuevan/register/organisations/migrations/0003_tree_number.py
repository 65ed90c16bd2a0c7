"""A number for each state of the tree that is never given twice: not even after an act was taken back with its
transaction, when somebody may have kept under the number what is no more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_protection")]
    operations = [
        migrations.RunSQL(
            "create sequence organisations_tree_number;"
            "select setval('organisations_tree_number', (select max(version) from organisations_treeversion))",
            "drop sequence organisations_tree_number",
        )
    ]
