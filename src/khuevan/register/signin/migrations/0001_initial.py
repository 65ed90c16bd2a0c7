"""The count of attempts, and the table of the cache that all workers share.

The cache table is unlogged: what it holds lives for minutes (authorisation codes, used one-time codes, counters),
and a crash may empty it. It is the table that `createcachetable` would make.
"""

from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable

_CACHE = """
create unlogged table signin_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamptz not null
);
create index signin_cache_expires on signin_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        CreateTable(
            name="Attempts",
            fields=[
                ("key", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("wait_until", models.DateTimeField(null=True)),
            ],
            options={"verbose_name": "lần thử đăng nhập"},
        ),
        migrations.RunSQL(_CACHE, "drop table signin_cache"),
    ]
