"""What the room publishes: schools and centres that are open on the day."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Column, Facts, Kind, Watch

SCHOOLS: Final = Facts(
    "organisations.school",
    _("Trường và trung tâm"),
    """
    select u.id, u.id as unit_id, u.name as title, u.phone <> '' as has_phone, u.email <> '' as has_email,
           u.latitude is not null as has_place, u.address <> '' as has_address, u.commune_id is not null as has_commune,
           u.area <> '' as has_area, u.managing_parent_id is not null as has_body,
           coalesce(c.closed_on <= %(on)s, false) as commune_is_closed,
           exists (select 1 from organisations_schoolpoint p
                   where p.school_id = u.id and p.is_main and p.closed_on is null) as has_main_point
    from organisations_orgunit u left join organisations_orgunit c on c.id = u.commune_id
    where u.levels <> '{}' and u.opened_on <= %(on)s and (u.closed_on is null or u.closed_on > %(on)s)
    """,
    (
        Column("has_phone", Kind.YES, _("điện thoại")),
        Column("has_email", Kind.YES, _("thư điện tử")),
        Column("has_place", Kind.YES, _("vị trí bản đồ")),
        Column("has_address", Kind.YES, _("địa chỉ")),
        Column("has_commune", Kind.YES, _("xã, phường")),
        Column("has_area", Kind.YES, _("khu vực")),
        Column("has_body", Kind.YES, _("cơ quan quản lý")),
        Column("commune_is_closed", Kind.YES, _("xã, phường")),
        Column("has_main_point", Kind.YES, _("điểm trường chính")),
    ),
    watches=(
        Watch("organisations_orgunit"),
        Watch("organisations_schoolpoint", column="unit_id", via="school_id"),
    ),
    record_table="organisations_orgunit",
)
