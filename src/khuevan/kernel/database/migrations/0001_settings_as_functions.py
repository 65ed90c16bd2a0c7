"""Functions that read what the transaction is bound to. Policies call them inside a scalar sub-select,
which PostgreSQL evaluates once a query and not once a row."""

from django.db import migrations

_FUNCTION = """
create function {name}() returns int4multirange language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('khuevan.{setting}', true), ''), '{{}}')::int4multirange $$
"""

_ACCOUNT = """
create function khuevan_account() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('khuevan.account', true), '')::bigint $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        *(
            migrations.RunSQL(
                _FUNCTION.format(name=f"khuevan_{setting}", setting=setting),
                f"drop function khuevan_{setting}()",
            )
            for setting in ("reach", "outline", "persons")
        ),
        migrations.RunSQL(_ACCOUNT, "drop function khuevan_account()"),
    ]
