"""Very many rows added by one statement leave one entry a unit, with their numbers and a digest."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent
DECLARED = "    is_many boolean;\n"
COUNTED = "    if tg_op = 'INSERT' then\n        select count(*) > 20"
MASS = """    if tg_op = 'INSERT' then
        select count(*) > 2000 into is_many from (select from new_rows limit 2001) few;
    end if;
    if tg_op = 'INSERT' and is_many and audit_is_numbered(tg_relid::regclass, keys) then
        place := audit_take((context->>'actor_id')::bigint);
        for part in execute audit_mass(tg_relid::regclass, keys[1], unit_column) loop
            place := audit_append(place, context, 'bulk', action, tg_table_name, '', coalesce(part.unit, act_unit),
                jsonb_build_object('kind', 'added', 'rows', part.amount, 'ids', part.ids::text,
                                   'digest', encode(part.digest, 'hex')), coalesce(context->>'why', ''));
        end loop;
        perform audit_leave(place);
        return null;
    end if;
"""


def recording() -> str:
    """`audit_rows` of many_rows.sql with the way of very many rows before that of many."""
    whole = (SQL / "many_rows.sql").read_text()
    text = whole[whole.index("create or replace function audit_rows()") : whole.index("revoke all on")]
    for old, new in ((DECLARED, DECLARED + "    part record;\n"), (COUNTED, MASS + COUNTED)):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_many_rows")]
    operations = [
        migrations.RunSQL(
            (SQL / "mass_additions.sql").read_text() + recording(),
            "drop function audit_holds(jsonb, bigint), audit_mass(regclass, text, text),"
            " audit_is_numbered(regclass, text[])",
        )
    ]
