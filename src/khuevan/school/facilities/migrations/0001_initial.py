"""Tables of the room. The operations stand in parts beside this file, so that each can be read."""

from django.db import migrations

from khuevan.school.facilities.migrations import (
    _keys,
    _rooms_and_utilities,
    _standards_and_places,
    _stock_and_inventories,
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0004_national_catalogue"),
        ("organisations", "0003_points_as_records"),
    ]

    operations = [
        *_standards_and_places.OPERATIONS,
        *_rooms_and_utilities.OPERATIONS,
        *_stock_and_inventories.OPERATIONS,
        *_keys.OPERATIONS,
    ]
