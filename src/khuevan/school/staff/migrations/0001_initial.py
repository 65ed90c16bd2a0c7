"""Tables of the room. The operations stand in parts beside this file, so that each can be read."""

from django.db import migrations

from khuevan.school.staff.migrations import _contracts, _members, _postings, _qualities, _teaching


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0001_initial"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("schoolyear", "0001_initial"),
    ]

    operations = [
        *_members.OPERATIONS,
        *_postings.OPERATIONS,
        *_contracts.OPERATIONS,
        *_qualities.OPERATIONS,
        *_teaching.OPERATIONS,
    ]
