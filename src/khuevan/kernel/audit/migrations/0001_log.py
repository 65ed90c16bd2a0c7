"""The log, its chain and the triggers that feed it. The why of each part is in audit/README.md."""

from pathlib import Path

from django.db import migrations, models

from khuevan.kernel.database.migrations import ProtectRows

PARTS = ("log", "many_rows", "mass_additions", "rows")
SQL = "".join(Path(__file__).with_name(f"{part}.sql").read_text() for part in PARTS)

UNDO = """
drop function audit_unfollow(regclass), audit_follow(regclass, text, text[], text[]), audit_rows() cascade;
drop function audit_holds(jsonb, bigint), audit_mass(regclass, text, text), audit_is_numbered(regclass, text[]),
    audit_statement(regclass, text, text, text[], text, text[], text[]),
    audit_expressions(regclass, text, text, text[], text, text[], text[], text);
drop aggregate audit_chain(bytea, text);
drop function audit_link(bytea, bytea, text);
drop function audit_key(jsonb, text[]), audit_mask(text, jsonb),
    audit_say(jsonb, text, text, text, text, integer, jsonb, text),
    audit_append(audit_place, jsonb, text, text, text, text, integer, jsonb, text),
    audit_leave(audit_place), audit_take(bigint);
drop type audit_place;
drop table audit_entry, audit_head, audit_salt;
drop function audit_refuse(), audit_head_forward();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_settings_as_functions")]
    operations = [
        migrations.RunSQL(SQL, UNDO),
        ProtectRows(
            "audit_entry",
            using="coalesce(unit_id, 0) <@ (select khuevan_reach()) or actor_id = (select khuevan_account())",
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lane", models.SmallIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("act_id", models.UUIDField(null=True)),
                ("kind", models.TextField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.TextField()),
                ("acting_for", models.TextField()),
                ("origin", models.TextField()),
                ("action", models.TextField()),
                ("table_name", models.TextField()),
                ("row_id", models.TextField()),
                ("unit_id", models.IntegerField(null=True)),
                ("changes", models.JSONField()),
                ("why", models.TextField()),
                ("prev_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
    ]
