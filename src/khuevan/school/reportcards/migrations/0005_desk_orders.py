# fmt: off
"""Lists that went out to be signed on the user's computer are kept by the signing room, like all others of their kind."""

from __future__ import annotations

from django.db import migrations

MOVED = """
insert into signing_deskorder (
    unit_id, person_id, certificate_id, title, reason, file_id, work, given, asked_at, answered_at)
select school_id, person_id, certificate_id, title, '', null, 'reportcards.card:sign', jsonb_build_object('slots', slots),
    asked_at, answered_at
from reportcards_desklist order by id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('reportcards', '0004_cancelled'),
        ('signing', '0006_desk_works'),
    ]

    operations = [
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
        migrations.DeleteModel(name='DeskList'),
    ]
