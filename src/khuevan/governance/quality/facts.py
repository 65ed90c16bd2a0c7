"""What the room publishes itself: when each school last changed each part of its data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch

from .rules.liveness import LIVE_PARTS, LIVE_TABLES


def _last(name: str, tables: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{table}'" for table in tables)
    return f'coalesce(max(p.changed_on) filter (where p."table" in ({listed})), u.opened_on) as {name}_on'


_COLUMNS = ", ".join(
    f"f.{part.name}_on, %(on)s - f.{part.name}_on as {part.name}_days" for part in LIVE_PARTS
)
_LAST = ", ".join(_last(part.name, part.tables) for part in LIVE_PARTS)
LIVENESS: Final = Facts(
    "quality.liveness",
    _("Cập nhật của các trường"),
    f"""
    select f.id, f.id as unit_id, f.name as title, {_COLUMNS}
    from (
        select u.id, u.name, {_LAST}
        from organisations_orgunit u
        left join quality_pulse p on p.unit_id = u.id
        where cardinality(u.levels) > 0 and u.opened_on <= %(on)s and (u.closed_on is null or u.closed_on > %(on)s)
        group by u.id
    ) f
    """,  # noqa: S608 - constant parts only
    tuple(
        column
        for part in LIVE_PARTS
        for column in (
            Column(f"{part.name}_on", Kind.DATE, _("lần cập nhật gần nhất")),
            Column(f"{part.name}_days", Kind.WHOLE, _("số ngày chưa cập nhật")),
        )
    ),
    watches=tuple(Watch(table, column="unit_id", via="school_id") for table in LIVE_TABLES),
)
