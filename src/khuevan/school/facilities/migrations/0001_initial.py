"""Tables of the room. The operations stand in parts beside this file, so that each can be read."""

from django.db import migrations

from khuevan.school.facilities.migrations import _premises, _standards, _stock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        *_standards.OPERATIONS,
        *_premises.OPERATIONS,
        *_stock.OPERATIONS,
    ]
